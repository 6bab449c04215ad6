package dev.kiln.plugin.lora;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The strengths of one pass, laid out for each number of rows that an evaluation may have. */
final class RowStrengths implements DenoiseInterceptor {
  /** Parts that AND joins are seldom more; what is beyond is laid out when it comes. */
  private static final int PARTS = 8;

  private final LoraSet set;
  private final LoraUse[] uses;
  private final List<Tensor> byRows = new ArrayList<>();

  RowStrengths(LoraSet set, int images) {
    this.set = set;
    this.uses = set.ofUnet().toArray(LoraUse[]::new);
    strengths(images * (PARTS + 1));
  }

  private Tensor strengths(int rows) {
    while (byRows.size() <= rows) {
      byRows.add(Tensor.zeros(byRows.size(), uses.length));
    }
    return byRows.get(rows);
  }

  @Override
  public void intercept(DenoiseCall call) {
    Tensor strengths = strengths(call.rows());
    for (int row = 0; row < call.rows(); row++) {
      for (int i = 0; i < uses.length; i++) {
        strengths.data()[row * uses.length + i] =
            strength(uses[i], call.row(row), call.step().step());
      }
    }
    call.feed(RowPatch.INPUT, strengths);
    call.proceed();
  }

  private float strength(LoraUse use, Row row, int step) {
    boolean here = !set.byPart() || row.role() == Row.Role.COND && row.part() == use.part();
    return here && use.tag().steps().contain(step) ? (float) use.tag().unet() : 0;
  }
}
