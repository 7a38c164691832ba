/// The ten workloads of the comparison with other tools, run eagerly and compiled, one line of JSON for each case.
///
/// [org.cotangent.bench.workloads.Main] is what `./cotangent bench W6` starts; [org.cotangent.bench.workloads.Workloads] lists
/// them; `docs/performance.md` tells how to read and repeat the figures.
@org.jspecify.annotations.NullMarked
package org.cotangent.bench.workloads;
