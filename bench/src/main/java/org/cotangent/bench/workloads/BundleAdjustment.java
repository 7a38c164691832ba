package org.cotangent.bench.workloads;

import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.ops.Contraction.cross;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.Autodiff.Pair;
import org.cotangent.Tensor;

/// W8: the errors of points seen by cameras, and their sparse Jacobian, a workload of ADBench (Srajer, Kukelova and Fitzgibbon,
/// 2018): 10,000 observations, each of 15 parameters (11 of a camera, 3 of a point, 1 weight) and 2 errors.
final class BundleAdjustment {
  private static final int OBSERVATIONS = 10_000;
  private static final int CAMERAS = 21;
  private static final int POINTS = 2000;

  private BundleAdjustment() {}

  private record Scene(Tensor cameras, Tensor points, Tensor weights) {}

  private record Observed(Tensor camera, Tensor point, Tensor features) {}

  /// Rodrigues' formula: X, rotated about `axis` by its length.
  private static Tensor rotated(Tensor axis, Tensor x) {
    Tensor angle = axis.square().sum().sqrt();
    Tensor unit = axis.div(angle);
    Tensor cosine = angle.cos();
    return x.times(cosine)
        .plus(cross(unit, x).times(angle.sin()))
        .plus(unit.times(unit.dot(x).times(Tensor.minus(1, cosine))));
  }

  /// Of one observation: `weight · (projection − feature)`.
  private static Tensor error(Tensor q, Tensor feature) {
    Tensor seen = rotated(q.slice("0:3"), q.slice("11:14").minus(q.slice("3:6")));
    Tensor p = seen.slice("0:2").div(seen.get(2));
    Tensor r = p.square().sum();
    Tensor distortion = q.get(9).times(r).plus(q.get(10).times(r).times(r)).plus(1);
    Tensor projected = p.times(distortion).times(q.get(6)).plus(q.slice("7:9"));
    return projected.minus(feature).times(q.get(14));
  }

  private static Tensor parameters(Scene scene, Observed observed) {
    return Tensor.concat(
        1,
        scene.cameras.get(observed.camera),
        scene.points.get(observed.point),
        scene.weights.expandDims(1));
  }

  private static Tensor errors(Scene scene, Observed observed) {
    return vmap(BundleAdjustment::error).apply(parameters(scene, observed), observed.features);
  }

  private static Pair<Tensor, Tensor> errorAndJacobian(Tensor q, Tensor feature) {
    var result = vjp(at -> error(at, feature), q);
    return new Pair<>(result.value(), vmap(result.pullback()).apply(Tensor.eye(2)));
  }

  private static Pair<Tensor, Tensor> errorsAndJacobians(Scene scene, Observed observed) {
    return vmap(BundleAdjustment::errorAndJacobian)
        .apply(parameters(scene, observed), observed.features);
  }

  private static Scene scene() {
    double[] scales = {0.3, 0.3, 0.3, 0.5, 0.5, 0.5, 0.1, 0.05, 0.05, 0.05, 0.05};
    Tensor focus = Tensor.vector(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    return new Scene(
        Data.symmetric(40, 1, CAMERAS, 11).times(Tensor.vector(scales)).plus(focus),
        Data.symmetric(41, 1, POINTS, 3).plus(Tensor.vector(0, 0, 5)),
        Data.symmetric(42, 1, OBSERVATIONS).plus(1).times(0.25).plus(0.5));
  }

  private static Observed observed() {
    return new Observed(
        Data.labels(43, CAMERAS, OBSERVATIONS),
        Data.labels(44, POINTS, OBSERVATIONS),
        Data.symmetric(45, 0.3, OBSERVATIONS, 2));
  }

  static Stream<Workload> workloads() {
    return Stream.of(
        Workload.of(
            Key.of("W8", "ba-jacobian", OBSERVATIONS),
            () ->
                new Problem<>(
                    BundleAdjustment::errors,
                    BundleAdjustment::errorsAndJacobians,
                    scene(),
                    observed(),
                    result ->
                        Outcome.of(
                            result.first().square().sum().item(), List.of(result.second())))));
  }
}
