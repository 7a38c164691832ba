import module org.cotangent;
import static org.cotangent.Autodiff.*;
import static org.cotangent.Slice.*;
import static org.cotangent.Tensor.*;
