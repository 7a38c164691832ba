import module org.cotangent;
import module org.cotangent.solve;
import static org.cotangent.Autodiff.*;
import static org.cotangent.Slice.*;
import static org.cotangent.Tensor.*;
