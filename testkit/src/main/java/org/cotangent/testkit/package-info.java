/// Checks of derivatives, for the library's operations and for your own. Start with [org.cotangent.testkit.CheckGrads]; a
/// [org.cotangent.testkit.Sample] gets all [org.cotangent.testkit.Laws].
package org.cotangent.testkit;
