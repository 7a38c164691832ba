/// The `conformance` command: evaluates reference cases with value, vjp, jvp and second derivative through the public API. Start at
/// `ConformanceCommand`; what a name of the cases means here is said in the tables of operations.
package org.cotangent.cli.conformance;
