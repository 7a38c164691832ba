import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// What one sees when something is wrong, and how to look inside.

record Config(Tensor w, @Static double rate, @Static String name) {}

static Tensor leaked;

void main() {
  attempt(() -> ones(2, 3).matmul(ones(4, 5)));

  grad(x -> leaked = x.sin()).at(1);
  attempt(() -> leaked.plus(1));

  attempt(() -> compile(x -> x.item() > 0 ? x : x.times(2)).at(1));

  attempt(() -> grad((Config c) -> c.w()).apply(new Config(ones(2), 0.5, "small")));

  // data that isn't to be differentiated is carried along
  IO.println(
      grad((Config c) -> c.w().times(c.rate()).sum()).apply(new Config(ones(2), 0.5, "small")));

  // why was it compiled again?
  var f = compile(x -> x.sin().times(x).sum());
  f.apply(ones(3));
  f.apply(ones(3));
  f.apply(ones(4));
  var info = cacheInfo(f);
  IO.println(info.hits() + " hits, " + info.misses() + " misses: " + info.reasons());

  // the program of a gradient: it prints, and parses back
  var program = stage(grad(x -> x.sin().times(x).sum()), ones(3));
  IO.println(program);
  IO.println("parses back: " + Programs.parse(program.toString()).equals(program));
  for (var equation : program.equations()) IO.println(equation.primitive().name());
}

void attempt(Supplier<?> wrong) {
  try {
    IO.println("not refused: " + wrong.get());
  } catch (RuntimeException e) {
    IO.println(e.getClass().getSimpleName() + ": " + e.getMessage());
  }
}
