package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.NetworkProfiles;
import dev.kiln.spi.index.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** What the benchmark of blocks starts in a process of its own, whose memory is measured. */
@Extension
@Singleton
@Command(
    name = "benchmark weigh-block",
    summary = "Run one block once, as kiln benchmark micro does in a process of its own",
    parameters = {"OPTIMIZER", "BLOCK"})
public final class WeighBlockCommand implements CliContribution {
  private final NetworkProfiles profiles;

  @Inject
  WeighBlockCommand(NetworkProfiles profiles) {
    this.profiles = profiles;
  }

  @Override
  public int run(CliCall call) {
    profiles.block(BlockWord.parse(call.parameters().get(1)), call.parameters().get(0), 0);
    return 0;
  }
}
