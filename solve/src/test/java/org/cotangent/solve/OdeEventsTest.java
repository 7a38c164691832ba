package org.cotangent.solve;

import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.testkit.CheckGrads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When things happen, against closed forms, and the derivatives of that.
class OdeEventsTest {
  static List<Ode> methods() {
    return List.of(
        Ode.dormandPrince().tolerance(1e-9),
        Ode.tsitouras().tolerance(1e-9),
        Ode.rosenbrock().tolerance(1e-9));
  }

  record Ball(Tensor height, Tensor speed) {}

  private static Ball fall(Ball ball, Tensor t, Tensor gravity) {
    return new Ball(ball.speed, gravity.unaryMinus());
  }

  /// Height, gravity and the time of the start.
  private static Crossing<Ball> landing(Ode ode, Tensor x) {
    return ode.until(
        OdeEventsTest::fall,
        new Ball(x.get(0), scalar(0)),
        x.get(2),
        scalar(100),
        x.get(1),
        (ball, t, gravity) -> ball.height);
  }

  private static final Tensor POINT = vector(5, 9.81, 0.25);

  /// From height `h` it takes `√(2h/g)`, and ends at a speed of `√(2gh)`.
  @ParameterizedTest
  @MethodSource("methods")
  void landing(Ode ode) {
    var found = landing(ode, POINT);
    assertEquals(1, found.happened().item());
    assertEquals(0.25 + Math.sqrt(10 / 9.81), found.time().item(), 1e-12);
    assertEquals(0, found.state().height.item(), 1e-12);
    assertEquals(-Math.sqrt(10 * 9.81), found.state().speed.item(), 1e-11);
    TensorFunction time = x -> landing(ode, x).time();
    TensorFunction closed = x -> x.get(2).plus(x.get(0).times(2).div(x.get(1)).sqrt());
    TensorFunction speed = x -> landing(ode, x).state().speed;
    TensorFunction speedClosed = x -> x.get(0).times(x.get(1)).times(2).sqrt().unaryMinus();
    agree(closed, time);
    agree(speedClosed, speed);
  }

  /// Gradients, forward derivatives and Hessians agree.
  private static void agree(TensorFunction closed, TensorFunction found) {
    var v = vector(0.3, -0.7, 0.2);
    assertArrayEquals(
        Autodiff.grad(closed, POINT).toDoubles(), Autodiff.grad(found, POINT).toDoubles(), 1e-10);
    assertEquals(
        Autodiff.jvp(closed, POINT, v).tangent().item(),
        Autodiff.jvp(found, POINT, v).tangent().item(),
        1e-10);
    assertArrayEquals(
        Autodiff.hessian(closed).apply(POINT).toDoubles(),
        Autodiff.hessian(found).apply(POINT).toDoubles(),
        1e-9);
  }

  /// `y' = −p y` from 1 falls to `q` after `−log(q)/p`: here the solution is no polynomial.
  @ParameterizedTest
  @MethodSource("methods")
  void decay(Ode ode) {
    TensorFunction time =
        x ->
            ode.until(
                    (Tensor y, Tensor t, Tensor p) -> y.times(p.get(0)).unaryMinus(),
                    scalar(1),
                    scalar(0),
                    scalar(50),
                    x,
                    (y, t, p) -> y.minus(p.get(1)))
                .time();
    TensorFunction closed = x -> x.get(1).log().div(x.get(0)).unaryMinus();
    var x = vector(0.7, 0.2);
    assertEquals(closed.apply(x).item(), time.apply(x).item(), 1e-7);
    assertArrayEquals(
        Autodiff.grad(closed, x).toDoubles(), Autodiff.grad(time, x).toDoubles(), 1e-5);
    assertArrayEquals(
        Autodiff.hessian(closed).apply(x).toDoubles(),
        Autodiff.hessian(time).apply(x).toDoubles(),
        4e-3);
  }

  /// Three bounces, each from where the one before ended; a ball that is thrown from the ground does not land at once.
  @Test
  void bounces() {
    TensorFunction third =
        x -> {
          Tensor time = scalar(0);
          var ball = new Ball(scalar(0), x.get(0));
          for (int i = 0; i < 3; i++) {
            var landing =
                Ode.dormandPrince()
                    .until(
                        OdeEventsTest::fall,
                        ball,
                        time,
                        scalar(100),
                        scalar(9.81),
                        (b, t, g) -> b.height);
            time = landing.time();
            ball =
                new Ball(
                    landing.state().height, landing.state().speed.times(x.get(1)).unaryMinus());
          }
          return time;
        };
    // Flights take 2v/g, and each is slower by the factor.
    TensorFunction closed =
        x -> x.get(0).times(2 / 9.81).times(x.get(1).plus(1).plus(x.get(1).square()));
    var x = vector(4, 0.8);
    assertEquals(closed.apply(x).item(), third.apply(x).item(), 1e-10);
    assertArrayEquals(
        Autodiff.grad(closed, x).toDoubles(), Autodiff.grad(third, x).toDoubles(), 1e-9);
  }

  @Test
  void underEveryTransformation() {
    TensorFunction time =
        g -> landing(Ode.dormandPrince(), Tensor.stack(scalar(5), g, scalar(0))).time();
    var gravities = vector(1.62, 9.81);
    double[] times = {time.at(1.62), time.at(9.81)};
    double[] slopes = {Autodiff.grad(time).at(1.62), Autodiff.grad(time).at(9.81)};
    assertArrayEquals(times, Autodiff.vmap(time).apply(gravities).toDoubles(), 1e-13);
    assertArrayEquals(
        slopes, Autodiff.vmap(Autodiff.grad(time)).apply(gravities).toDoubles(), 1e-13);
    assertArrayEquals(
        slopes,
        Autodiff.compile(Autodiff.vmap(Autodiff.grad(time))).apply(gravities).toDoubles(),
        1e-13);
    assertEquals(
        Autodiff.grad(Autodiff.grad(time)).at(9.81),
        Autodiff.compile(Autodiff.grad(Autodiff.grad(time))).at(9.81),
        1e-12);
    CheckGrads.checkGrads(time, 2, scalar(9.81));
  }

  @Test
  void doesNotHappen() {
    TensorFunction end =
        limit ->
            Ode.dormandPrince()
                .until(
                    OdeEventsTest::fall,
                    new Ball(scalar(5), scalar(0)),
                    scalar(0),
                    limit,
                    scalar(9.81),
                    (b, t, g) -> b.height)
                .state()
                .height;
    var found = landing(Ode.dormandPrince(), vector(1e6, 9.81, 0));
    assertEquals(0, found.happened().item());
    assertEquals(100, found.time().item());
    assertEquals(5 - 9.81 * 0.25 / 2, end.at(0.5), 1e-12);
    assertEquals(-9.81 * 0.5, Autodiff.grad(end).at(0.5), 1e-11);
    // At the limit there is nothing to integrate.
    assertEquals(5, end.at(0));
  }

  /// The last time at which the ball stood above 5, looking back from below.
  @Test
  void backwards() {
    var found =
        Ode.dormandPrince()
            .until(
                OdeEventsTest::fall,
                new Ball(scalar(0), scalar(-10)),
                scalar(2),
                scalar(-10),
                scalar(10),
                (b, t, g) -> minus(3.75, b.height));
    // h = 10 s − 5 s² at s before the landing.
    assertEquals(2 - 0.5, found.time().item(), 1e-12);
  }

  private static Tensor minus(double a, Tensor b) {
    return b.unaryMinus().plus(a);
  }

  @Test
  void refuses() {
    var start = new Ball(scalar(1), scalar(0));
    assertEquals(
        "Ode: until is for methods that adapt their steps: use dormandPrince()",
        message(() ->
            Ode.rungeKutta4(3)
                .until(
                    OdeEventsTest::fall, start, scalar(0), scalar(1), scalar(1), (b, t, g) -> t)));
    assertEquals(
        "Ode: until has the derivatives of its steps: leave out checkpointed() and"
            + " continuousAdjoint()",
        message(() ->
            Ode.tsitouras()
                .checkpointed()
                .until(
                    OdeEventsTest::fall, start, scalar(0), scalar(1), scalar(1), (b, t, g) -> t)));
    assertEquals(
        "Ode: the event must be a number, not (2)",
        message(() ->
            Ode.tsitouras()
                .until(
                    OdeEventsTest::fall,
                    start,
                    scalar(0),
                    scalar(1),
                    scalar(1),
                    (b, t, g) -> vector(1, 2))));
    assertEquals(
        "Ode: the event is NaN at t = 0.0",
        message(() ->
            Ode.tsitouras()
                .until(
                    OdeEventsTest::fall,
                    start,
                    scalar(0),
                    scalar(1),
                    scalar(1),
                    (b, t, g) -> b.speed.minus(1).log())));
    assertEquals(
        "Ode: limit must be a number, not (1)",
        message(() ->
            Ode.tsitouras()
                .until(
                    OdeEventsTest::fall, start, scalar(0), vector(1), scalar(1), (b, t, g) -> t)));
  }

  private static String message(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(RuntimeException.class, call).getMessage());
  }
}
