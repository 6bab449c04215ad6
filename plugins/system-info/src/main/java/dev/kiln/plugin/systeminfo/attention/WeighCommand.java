package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** What the benchmark of attention starts in a process of its own, whose memory is measured. */
@Extension
@Singleton
@Command(
    name = Weighing.COMMAND,
    summary = "Run one optimizer once, as kiln benchmark attention does in a process of its own",
    parameters = {"OPTIMIZER", "WORK"})
public final class WeighCommand implements CliContribution {
  private final Weighing weighing;

  @Inject
  WeighCommand(Weighing weighing) {
    this.weighing = weighing;
  }

  @Override
  public int run(CliCall call) {
    String work = call.parameters().get(1);
    weighing.work(call.parameters().get(0), Workload.parse(work), call);
    return 0;
  }
}
