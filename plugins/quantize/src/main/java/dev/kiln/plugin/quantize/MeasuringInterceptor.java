package dev.kiln.plugin.quantize;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.DenoiseInterceptor;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Widens the range of each layer with each evaluation, and keeps them after the last step. */
final class MeasuringInterceptor implements DenoiseInterceptor {
  private final CalibratedModels models;
  private final String model;
  private final PassContext pass;
  private final List<String> outputs;
  private final Range[] ranges;
  private boolean whole;

  /**
   * @param outputs a range each
   */
  MeasuringInterceptor(
      CalibratedModels models, String model, PassContext pass, List<String> outputs) {
    this.models = models;
    this.model = model;
    this.pass = pass;
    this.outputs = outputs;
    this.ranges = new Range[outputs.size()];
    Arrays.fill(ranges, Range.NOTHING);
  }

  @Override
  public void intercept(DenoiseCall call) {
    call.proceed();
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = ranges[i].with(Inputs.range(call.output(outputs.get(i))));
    }
    whole |= call.step().step() == pass.steps() - 1;
  }

  /** A pass that was stopped has not seen what layers read of nearly finished pictures. */
  @Override
  public void close() {
    if (!whole) {
      return;
    }
    TreeMap<String, Range> byLayer = new TreeMap<>();
    for (int i = 0; i < ranges.length; i++) {
      byLayer.put(outputs.get(i).substring(Inputs.MEASURED.length()), ranges[i]);
    }
    models.keep(model, new Ranges(byLayer));
    pass.warn(
        "quantize: what %d layers of this model read was measured in this picture; the next ones are drawn by it"
            .formatted(ranges.length));
  }
}
