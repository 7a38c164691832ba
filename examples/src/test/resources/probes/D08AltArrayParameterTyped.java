// expect: ok
import java.util.function.*;
import org.cotangent.*;
/// With the generic form alone P becomes Array, and a box in its place is a ClassCastException: hence the Tensor form beside it.
static <P> P g(Function<P, Tensor> f, P at) { return at; }
void main() { Array a = (Array) Tensor.ones(2); Array d = g(x -> x.sin(), a); }
