/// OpenBLAS behind the core's seams.
@org.jspecify.annotations.NullMarked
package org.cotangent.openblas;
