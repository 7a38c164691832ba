package org.cotangent.cli.conformance;

import org.cotangent.ops.Bessel;
import org.cotangent.ops.Special;

/// The error function, the normal distribution's, and Bessel functions.
final class SpecialOperations {
  private SpecialOperations() {}

  static void addTo(OperationTable table) {
    table.unary("erf", Special::erf);
    table.unary("erfc", Special::erfc);
    table.unary("erfcx", Special::erfcx);
    table.unary("erfinv", Special::erfinv);
    table.unary("ndtr", Special::normalCdf);
    table.unary("log_ndtr", Special::logNormalCdf);
    table.unary("ndtri", Special::normalQuantile);
    table.unary("i0", Bessel::i0);
    table.unary("i0e", Bessel::i0e);
    table.unary("i1", Bessel::i1);
    table.unary("i1e", Bessel::i1e);
  }
}
