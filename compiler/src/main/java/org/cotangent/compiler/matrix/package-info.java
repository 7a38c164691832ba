/// Products of matrices by vector code, behind the seam `org.cotangent.kernel.Blas`: start at [VectorBlas]. Called by nobody directly.
@org.jspecify.annotations.NullMarked
package org.cotangent.compiler.matrix;
