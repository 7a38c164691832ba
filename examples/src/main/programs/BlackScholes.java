import static org.cotangent.Autodiff.*;
import static org.cotangent.Tensor.*;

import module org.cotangent;

// All the Greeks of a European call, for all strikes at once: the formula of the price is all that
// is written.

record Market(Tensor spot, Tensor rate, Tensor volatility, Tensor expiry) {
  Market withSpot(Tensor other) {
    return new Market(other, rate, volatility, expiry);
  }
}

Tensor call(Market m, Tensor strike) {
  var sd = m.volatility().times(m.expiry().sqrt());
  var d1 =
      m.spot()
          .div(strike)
          .log()
          .plus(m.rate().plus(m.volatility().square().div(2)).times(m.expiry()))
          .div(sd);
  var discounted = strike.times(m.rate().times(m.expiry()).unaryMinus().exp());
  return m.spot()
      .times(Special.normalCdf(d1))
      .minus(discounted.times(Special.normalCdf(d1.minus(sd))));
}

void main() {
  var market = new Market(scalar(100), scalar(0.03), scalar(0.2), scalar(1.0));
  var strikes = linspace(80, 120, 5);

  var greeks = compile(vmap(valueAndGrad(this::call), SHARED, MAPPED));
  var all = greeks.apply(market, strikes);
  IO.println("strike " + strikes);
  IO.println("price  " + all.value());
  IO.println("delta  " + all.grad().spot());
  IO.println("vega   " + all.grad().volatility());
  IO.println("rho    " + all.grad().rate());
  IO.println("theta  " + all.grad().expiry().unaryMinus());

  // gamma is the derivative of delta
  var delta = grad(this::call);
  var gamma =
      grad((Tensor spot, Tensor strike) -> delta.apply(market.withSpot(spot), strike).spot());
  IO.println("gamma  " + vmap(gamma, SHARED, MAPPED).apply(market.spot(), strikes));

  // with respect to both arguments: the second is the probability of exercise, discounted, with a
  // minus
  var both = gradBoth(this::call).apply(market, scalar(100));
  IO.println("both   " + both.first().spot() + " " + both.second());
}
