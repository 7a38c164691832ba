/// What the library costs, measured with JMH beside plain Java in the same process. [org.cotangent.bench.EagerCost] prints the
/// table.
@org.jspecify.annotations.NullMarked
package org.cotangent.bench;
