package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.hook.StepObserver;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what the network predicted for each row, and what it was combined to. */
final class Recorder implements DenoiseHook {
  /**
   * One evaluation.
   *
   * @param rows which were computed
   * @param denoised [rows, 4, height, width]
   */
  record Evaluation(List<Row> rows, Tensor denoised) {
    /** The prediction of a part in an image; -1 stands for the negative prompt. */
    float[] of(int image, int part) {
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        boolean same = part < 0 ? row.role() == Row.Role.UNCOND : row.role() == Row.Role.COND;
        if (row.image() == image && same && (part < 0 || row.part() == part)) {
          float[] values = new float[denoised.rowSize()];
          System.arraycopy(denoised.data(), i * values.length, values, 0, values.length);
          return values;
        }
      }
      throw new AssertionError("no row of part " + part + " in " + rows);
    }
  }

  private final List<Evaluation> evaluations = new ArrayList<>();
  private final List<Tensor> combined = new ArrayList<>();

  List<Evaluation> evaluations() {
    return evaluations;
  }

  /** What the rows of each step were combined to, [images, 4, height, width]. */
  List<Tensor> combined() {
    return combined;
  }

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return Optional.of(
        call -> {
          call.proceed();
          List<Row> rows = new ArrayList<>();
          for (int i = 0; i < call.rows(); i++) {
            rows.add(call.row(i));
          }
          evaluations.add(new Evaluation(rows, call.denoised().copy()));
        });
  }

  /** To take part beside it. */
  StepListener steps() {
    return pass -> Optional.of((StepObserver) (step, denoised) -> combined.add(denoised.copy()));
  }
}
