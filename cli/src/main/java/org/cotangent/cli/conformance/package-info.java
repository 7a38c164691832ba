/// The `conformance` command: evaluates reference cases, operations with value, vjp, jvp and second derivative and whole programs with
/// what they ask for, through the public API. Start at `Conformance`; what a name of the cases means here is said in `OperationTable`
/// and in `ProgramTable`.
package org.cotangent.cli.conformance;
