/// LAPACK in pure Java, behind the core's seam.
@org.jspecify.annotations.NullMarked
package org.cotangent.lapack;
