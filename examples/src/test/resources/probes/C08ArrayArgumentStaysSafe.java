// expect: ok
import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;
import module org.cotangent;
import org.cotangent.Array;
void main() { Array a = (Array) ones(2); Tensor t = grad(x -> x.sin(), a); var l = linearize(x -> x.sin(), a); Tensor v = l.value(); }
