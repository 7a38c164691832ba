/// Kernels on heap arrays, and the seams for faster ones. Not exported: nothing here is API.
package org.cotangent.kernel;
