package org.cotangent.cli.conformance;

import org.cotangent.ops.Special;

/// The error function and the normal distribution's.
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
  }
}
