/// Problems from the literature on which solvers are tried: ordinary functions of tensors, with their standard starts. Everybody may use
/// them. Start with [org.cotangent.testkit.problems.MoreGarbowHillstrom].
package org.cotangent.testkit.problems;
