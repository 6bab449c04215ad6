package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Runs the units of a pass before its UNet and feeds the sum of what they say. */
final class ControlInterceptor implements DenoiseInterceptor {
  private final List<OpenUnit> units;
  private final Residuals residuals;
  private final List<Tensor> sums = new ArrayList<>();

  ControlInterceptor(List<OpenUnit> units, Residuals residuals) {
    this.units = units;
    this.residuals = residuals;
  }

  @Override
  public void intercept(DenoiseCall call) {
    sums.clear();
    for (int i = 0; i < units.size(); i++) {
      if (units.get(i).active(call.step())) {
        units.get(i).addTo(outputs -> sums(call, outputs), call);
      }
    }
    if (sums.isEmpty()) {
      residuals.feedNothing(call);
    } else {
      residuals.feed(call, sums);
    }
    call.proceed();
  }

  private List<Tensor> sums(DenoiseCall call, List<Tensor> outputs) {
    if (sums.isEmpty()) {
      sums.addAll(residuals.cleared(call.rows(), outputs));
    }
    return sums;
  }

  @Override
  public void close() {
    units.forEach(OpenUnit::close);
  }
}
