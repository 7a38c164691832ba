/// The operations, one file for each family: the primitives with their rules, and behind them the functions that users call, which
/// promote and broadcast. Start at [org.cotangent.ops.Arithmetic].
package org.cotangent.ops;
