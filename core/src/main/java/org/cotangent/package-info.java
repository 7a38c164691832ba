/// Automatic differentiation: tensors ([org.cotangent.Tensor]) and the transformations of functions on them
/// ([org.cotangent.Autodiff]). Start with these two.
package org.cotangent;
