package org.cotangent.solve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.cotangent.Autodiff;
import org.cotangent.RandomKey;
import org.cotangent.Tensor;

/// What the samplers have in common: settings, and running chains side by side.
///
/// @param who the sampler's name, for messages
/// @param logDensity the target
/// @param chains how many
/// @param warmup transitions of each before its draws
/// @param acceptance wanted
/// @param spread how far from the start each chain may begin
/// @param dense whether the warm-up learns how elements vary together
record Sampler<P>(
    String who,
    Function<P, Tensor> logDensity,
    int chains,
    int warmup,
    double acceptance,
    double spread,
    boolean dense) {
  static <P> Sampler<P> of(String who, Function<P, Tensor> logDensity) {
    return new Sampler<>(who, logDensity, 4, 1000, 0.8, 1, false);
  }

  Sampler<P> withChains(int count) {
    int checked = Settings.positive(who + ": chains", count);
    return new Sampler<>(who, logDensity, checked, warmup, acceptance, spread, dense);
  }

  Sampler<P> withWarmup(int count) {
    int checked = Settings.count(who + ": warmup", count);
    return new Sampler<>(who, logDensity, chains, checked, acceptance, spread, dense);
  }

  Sampler<P> withAcceptance(double wanted) {
    if (!(wanted > 0 && wanted < 1)) {
      throw new IllegalArgumentException(
          who + ": acceptance must lie between 0 and 1, not " + wanted);
    }
    return new Sampler<>(who, logDensity, chains, warmup, wanted, spread, dense);
  }

  Sampler<P> withSpread(double width) {
    double checked = Settings.tolerance(who + ": spread", width);
    return new Sampler<>(who, logDensity, chains, warmup, acceptance, checked, dense);
  }

  Sampler<P> withDense() {
    return new Sampler<>(who, logDensity, chains, warmup, acceptance, spread, true);
  }

  Draws<P> run(Transition transition, RandomKey key, P start, int draws) {
    Settings.positive(who + ": draws", draws);
    var flattened = Flattened.of(who, start);
    var density = new Density(who, logDensity, flattened);
    List<RandomKey> keys = key.split(chains);
    List<Density.Point> starts =
        keys.stream().map(own -> start(density, flattened.start(), own.fold(0))).toList();
    var traces = new ArrayList<Chain.Trace>();
    int threads = Math.min(chains, Runtime.getRuntime().availableProcessors());
    try (var executor =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      var running = new ArrayList<Future<Chain.Trace>>();
      for (int c = 0; c < chains; c++) {
        var chain = new Chain(density, transition, acceptance, dense, keys.get(c));
        var from = starts.get(c);
        running.add(executor.submit(() -> chain.run(from, warmup, draws)));
      }
      for (var one : running) {
        traces.add(finished(one));
      }
    }
    int n = flattened.size();
    double[] all = new double[chains * draws * n];
    for (int c = 0; c < chains; c++) {
      System.arraycopy(traces.get(c).draws(), 0, all, c * draws * n, draws * n);
    }
    Function<Tensor, P> unravel = Autodiff.vmap(Autodiff.vmap(flattened.unravel()));
    return new Draws<>(unravel.apply(Tensor.of(all, chains, draws, n)), List.copyOf(traces));
  }

  /// Near the start, where density and gradient are finite.
  private Density.Point start(Density density, double[] center, RandomKey key) {
    for (int attempt = 0; attempt < (spread == 0 ? 1 : 100); attempt++) {
      double[] offset = key.fold(attempt).uniformBetween(-1, 1, center.length).toDoubles();
      var point = density.at(Vectors.plus(center, spread, offset));
      if (point.finite()) {
        return point;
      }
    }
    throw new IllegalArgumentException(
        who
            + ": the log density or its gradient is not finite "
            + (spread == 0 ? "at the start" : "at any of 100 places near the start")
            + ": begin where they are finite, or set spread to a smaller number than "
            + spread);
  }

  private static <T> T finished(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sampler was interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
