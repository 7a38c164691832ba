package org.cotangent.solve;

/// A trajectory that doubles, forwards or backwards in time, until it turns around, and a draw from all of its points with their
/// probabilities.
///
/// Hoffman and Gelman, J. Mach. Learn. Res. 15 (2014); with multinomial sampling, and the criterion of turning by the sum of momenta, of
/// Betancourt, *A conceptual introduction to Hamiltonian Monte Carlo* (2017), also between the halves of each tree, as Stan does since
/// 2.21.
///
/// @param depth the largest number of doublings
record NutsTransition(int depth) implements Transition {
  @Override
  public Outcome next(Density density, Density.Point from, Mass mass, double size, Noise noise) {
    var start = new PhasePoint(from, mass.momentum(noise.normals(from.position().length)));
    var run = new Run(density, mass, size, noise, start.energy(mass));
    Tree tree = run.single(start);
    for (int i = 0; i < depth; i++) {
      boolean forwards = noise.uniform() < 0.5;
      PhasePoint edge = forwards ? tree.last : tree.first;
      Tree more = run.tree(edge, i, forwards);
      if (!more.goesOn) {
        break;
      }
      // Biased towards the new half, which is farther away.
      boolean moves = noise.uniform() < Math.exp(more.weight - tree.weight);
      var draw = moves ? more.draw : tree.draw;
      tree = forwards ? run.joined(tree, more, draw) : run.joined(more, tree, draw);
      if (!tree.goesOn) {
        break;
      }
    }
    return new Outcome(tree.draw, run.acceptance / run.steps, run.steps, run.diverged);
  }

  /// A stretch of a trajectory, ordered in time.
  ///
  /// @param first the earliest point
  /// @param last the latest point
  /// @param draw the point drawn from it
  /// @param weight the logarithm of the sum of its points' probabilities, relative to the start
  /// @param momenta the sum of its points' momenta
  /// @param goesOn whether it has neither turned nor diverged
  private record Tree(
      PhasePoint first,
      PhasePoint last,
      Density.Point draw,
      double weight,
      double[] momenta,
      boolean goesOn) {}

  /// One transition's state.
  private static final class Run {
    private final Density density;
    private final Mass mass;
    private final double size;
    private final Noise noise;
    private final double energy;
    private double acceptance;
    private int steps;
    private boolean diverged;

    Run(Density density, Mass mass, double size, Noise noise, double energy) {
      this.density = density;
      this.mass = mass;
      this.size = size;
      this.noise = noise;
      this.energy = energy;
    }

    /// The start by itself.
    Tree single(PhasePoint point) {
      return new Tree(point, point, point.at(), 0, point.momentum(), true);
    }

    /// `2^depth` points beyond `edge`.
    Tree tree(PhasePoint edge, int depth, boolean forwards) {
      if (depth == 0) {
        PhasePoint point = edge.leapfrog(density, mass, forwards ? size : -size);
        double excess = point.energy(mass) - energy;
        steps++;
        acceptance += Math.min(1, Math.exp(-excess));
        boolean left = !(excess <= DIVERGENCE);
        diverged |= left;
        return new Tree(point, point, point.at(), -excess, point.momentum(), !left);
      }
      Tree near = tree(edge, depth - 1, forwards);
      if (!near.goesOn) {
        return near;
      }
      Tree far = tree(forwards ? near.last : near.first, depth - 1, forwards);
      if (!far.goesOn) {
        return far;
      }
      boolean moves = noise.uniform() < Math.exp(far.weight - logSum(near.weight, far.weight));
      var draw = moves ? far.draw : near.draw;
      return forwards ? joined(near, far, draw) : joined(far, near, draw);
    }

    /// Two stretches, one after the other in time. It goes on unless it turns as a whole, or from one half to the edge of the other.
    Tree joined(Tree early, Tree late, Density.Point draw) {
      double[] momenta = Vectors.plus(early.momenta, 1, late.momenta);
      boolean straight =
          straight(early.first, late.last, momenta)
              && straight(
                  early.first, late.first, Vectors.plus(early.momenta, 1, late.first.momentum()))
              && straight(
                  early.last, late.last, Vectors.plus(late.momenta, 1, early.last.momentum()));
      return new Tree(
          early.first, late.last, draw, logSum(early.weight, late.weight), momenta, straight);
    }

    private boolean straight(PhasePoint from, PhasePoint to, double[] momenta) {
      return Vectors.dot(mass.velocity(from.momentum()), momenta) > 0
          && Vectors.dot(mass.velocity(to.momentum()), momenta) > 0;
    }

    private static double logSum(double a, double b) {
      double largest = Math.max(a, b);
      return largest == Double.NEGATIVE_INFINITY
          ? largest
          : largest + Math.log(Math.exp(a - largest) + Math.exp(b - largest));
    }
  }
}
