package org.cotangent.solve;

import org.cotangent.Incubating;
import org.cotangent.Tensor;

/// Where the solution of a differential equation met an event, from [Ode#until].
///
/// @param <Y> the structure of the solution
/// @param happened whether there was an event, a number of booleans; without one, `time` is the limit
/// @param time when, a number of dtype `F64`
/// @param state the solution then
@Incubating
public record Crossing<Y>(Tensor happened, Tensor time, Y state) {}
