package dev.kiln.plugin.perturbedattention;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.Locale;

/**
 * Adds scale * (c - p) to every row of an image, with c what the network predicts for the prompt
 * and p what the spoiled one does; of several parts of a prompt the sum of weight * (c - p). Every
 * guidance whose weights sum to 1 then has it once, at any scale, as in u + s (c - u) + scale (c -
 * p).
 */
final class PerturbedInterceptor implements DenoiseInterceptor {
  private final PerturbedOptions options;
  private final PassContext pass;
  private final Tensor on = Tensor.zeros(1, 1, 1);
  private final int size;
  private float[] sample;
  private float[] whole;

  PerturbedInterceptor(PerturbedOptions options, PassContext pass) {
    this.options = options;
    this.pass = pass;
    this.size = pass.latentSize();
    this.sample = new float[2 * pass.images() * size];
    this.whole = new float[sample.length];
  }

  @Override
  public Evaluations evaluations() {
    return Evaluations.REPEATS;
  }

  @Override
  public void intercept(DenoiseCall call) {
    boolean acts = acts(call.step());
    int length = call.rows() * size;
    if (acts) {
      grow(length);
      // An interceptor further in may change it.
      System.arraycopy(call.sample().data(), 0, sample, 0, length);
    }
    on.data()[0] = 0;
    call.feed(PerturbedPatch.SWITCH, on);
    call.proceed();
    if (acts) {
      System.arraycopy(call.denoised().data(), 0, whole, 0, length);
      System.arraycopy(sample, 0, call.sample().data(), 0, length);
      on.data()[0] = 1;
      call.proceed(Row.Role.COND);
      combine(call);
    }
  }

  private boolean acts(StepView step) {
    return (double) step.evaluation() / step.evaluations() < options.end();
  }

  private void grow(int length) {
    if (length > whole.length) {
      sample = new float[length];
      whole = new float[length];
    }
  }

  /** In the end {@code denoised()} holds the whole network's predictions, pushed. */
  private void combine(DenoiseCall call) {
    int first = 0;
    for (int row = 1; row <= call.rows(); row++) {
      if (row == call.rows() || call.row(row).image() != call.row(first).image()) {
        combine(call, first, row);
        first = row;
      }
    }
  }

  private void combine(DenoiseCall call, int first, int end) {
    float[] denoised = call.denoised().data();
    for (int i = 0; i < size; i++) {
      double push = 0;
      for (int row = first; row < end; row++) {
        if (call.row(row).role() == Row.Role.COND) {
          int at = row * size + i;
          push += call.row(row).weight() * (whole[at] - denoised[at]);
        }
      }
      for (int row = first; row < end; row++) {
        denoised[row * size + i] = (float) (whole[row * size + i] + options.scale() * push);
      }
    }
  }

  @Override
  public void close() {
    pass.infotext("Perturbed attention", options.by().name().toLowerCase(Locale.ROOT));
    pass.infotext("Perturbed attention scale", Double.toString(options.scale()));
    if (options.end() < 1) {
      pass.infotext("Perturbed attention end", Double.toString(options.end()));
    }
    if (options.by() == Perturbation.SEG && options.blur() > 0) {
      pass.infotext("Perturbed attention blur", Double.toString(options.blur()));
    }
  }
}
