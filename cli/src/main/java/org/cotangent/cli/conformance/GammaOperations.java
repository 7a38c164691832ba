package org.cotangent.cli.conformance;

import org.cotangent.ops.Special;

/// The gamma, beta and zeta functions.
final class GammaOperations {
  private GammaOperations() {}

  static void addTo(OperationTable table) {
    table.unary("gamma", Special::gamma);
    table.unary("lgamma", Special::lgamma);
    table.unary("digamma", Special::digamma);
    table.unary("trigamma", Special::trigamma);
    table.single(
        "polygamma",
        (attributes, inputs) -> Special.polygamma(attributes.integer("n"), inputs.get(0)));
    table.single(
        "multigammaln",
        (attributes, inputs) -> Special.multigammaln(inputs.get(0), attributes.integer("d")));
    table.binary("betaln", Special::betaln);
    table.binary("zeta", Special::zeta);
    table.binary("gammainc", Special::gammainc);
    table.binary("gammaincc", Special::gammaincc);
    table.single(
        "betainc", (_, inputs) -> Special.betainc(inputs.get(0), inputs.get(1), inputs.get(2)));
  }
}
