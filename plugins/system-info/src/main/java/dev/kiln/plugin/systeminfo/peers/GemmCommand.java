package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.plugin.systeminfo.ProductPeak;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** The machine's peak from a process of its own, as each peer has one. */
@Extension
@Singleton
@Command(
    name = GemmCommand.NAME,
    summary = "Measure the GFLOP/s of one large product of f32 matrices")
public final class GemmCommand implements CliContribution {
  static final String NAME = "benchmark gemm";

  private final ProductPeak peak;

  @Inject
  GemmCommand(ProductPeak peak) {
    this.peak = peak;
  }

  @Override
  public int run(CliCall call) {
    call.print(String.valueOf(peak.measure() / 1e9));
    return 0;
  }
}
