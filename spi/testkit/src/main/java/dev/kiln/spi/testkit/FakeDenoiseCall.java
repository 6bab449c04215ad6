package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * One evaluation, for tests that call an interceptor directly.
 *
 * @param conditions one per row
 * @param network what {@code proceed()} runs: it fills {@code denoised()}
 */
public record FakeDenoiseCall(
    StepView step,
    List<Row> batch,
    List<Tensor> conditions,
    Tensor sample,
    Tensor denoised,
    Consumer<DenoiseCall> network)
    implements DenoiseCall {
  @Override
  public int rows() {
    return batch.size();
  }

  @Override
  public Row row(int index) {
    return batch.get(index);
  }

  /** Not the model's own table: ln(sigma), which is enough for a fake. */
  @Override
  public double timestep() {
    return Math.max(0, Math.min(999, 500 + 180 * Math.log(step.sigma())));
  }

  @Override
  public Tensor conditioning(int row) {
    return conditions.get(row);
  }

  /** A fake network has no inputs of plugins. */
  @Override
  public void feed(String input, Tensor values) {
    throw new UnsupportedOperationException("a fake call has no input '" + input + "'");
  }

  @Override
  public void proceed() {
    network.accept(this);
  }

  /** A fake network always computes all rows. */
  @Override
  public void proceed(Row.Role role) {
    network.accept(this);
  }

  /** A fake network has no variants. */
  @Override
  public void proceed(String variant) {
    throw new UnsupportedOperationException("a fake call has no variant '" + variant + "'");
  }

  /** A fake network has no outputs of plugins. */
  @Override
  public Tensor output(String name) {
    throw new UnsupportedOperationException("a fake call has no output '" + name + "'");
  }
}
