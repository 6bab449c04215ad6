package dev.kiln.plugin.dynamicthresholding;

import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.tensor.Tensor;

/** Brings each image's guided prediction to the spread that it has at the mimic scale. */
final class ThresholdInterceptor implements GuidanceInterceptor {
  private final ThresholdOptions options;
  private final PassContext pass;
  private final ScaleSchedule mimicSchedule;
  private final ScaleSchedule cfgSchedule;
  private final Rescaling rescaling;
  private final Tensor mimic;

  ThresholdInterceptor(ThresholdOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.mimicSchedule = options.mimicSchedule();
    this.cfgSchedule = options.cfgSchedule();
    int height = pass.height() / 8;
    int width = pass.width() / 8;
    int channels = pass.latentSize() / (height * width);
    this.rescaling = new Rescaling(options, channels, height * width);
    this.mimic = Tensor.zeros(pass.images(), channels, height, width);
  }

  @Override
  public void intercept(GuidanceCall call) {
    double done = done(call.step());
    double value = options.schedulerValue();
    call.proceedAt(cfgSchedule.at(done, call.scale(), options.cfgScaleMin(), value));
    call.combineAt(
        mimicSchedule.at(done, options.mimicScale(), options.mimicScaleMin(), value), mimic);
    for (int image = 0; image < call.images(); image++) {
      // Without the negative prompt there is no guidance that could spread anything.
      if (call.uncond(image).isPresent()) {
        rescaling.apply(call.combined().data(), mimic.data(), image);
      }
    }
  }

  /** An adaptive sampler evaluates more often than is expected. */
  private static double done(StepView step) {
    int last = step.evaluations() - 1;
    return last <= 0 ? 0 : Math.min(1, (double) step.evaluation() / last);
  }

  /** The keys and values of webUI's extension. */
  @Override
  public void close() {
    pass.infotext("Dynamic thresholding enabled", "True");
    pass.infotext("Mimic scale", text(options.mimicScale()));
    pass.infotext(
        "Separate Feature Channels", options.separateFeatureChannels() ? "True" : "False");
    pass.infotext("Scaling Startpoint", options.fromZero() ? "ZERO" : "MEAN");
    pass.infotext("Variability Measure", options.deviation() ? "STD" : "AD");
    pass.infotext("Interpolate Phi", text(options.interpolatePhi()));
    pass.infotext("Threshold percentile", text(options.thresholdPercentile()));
    if (mimicSchedule != ScaleSchedule.CONSTANT) {
      pass.infotext("Mimic mode", mimicSchedule.label());
      pass.infotext("Mimic scale minimum", text(options.mimicScaleMin()));
    }
    if (cfgSchedule != ScaleSchedule.CONSTANT) {
      pass.infotext("CFG mode", cfgSchedule.label());
      pass.infotext("CFG scale minimum", text(options.cfgScaleMin()));
    }
    if (mimicSchedule.takesValue() || cfgSchedule.takesValue()) {
      pass.infotext("Scheduler value", text(options.schedulerValue()));
    }
  }

  private static String text(double number) {
    return number == (int) number ? Integer.toString((int) number) : Double.toString(number);
  }
}
