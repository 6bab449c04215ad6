package dev.kiln.host.app;

import dev.kiln.host.ScratchFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code kiln plugins rollback ID}: the jar that was replaced last, again. The one that it replaces
 * is kept in its turn.
 */
@Command(
    name = "rollback",
    description = "go back to the jar that was replaced last; again, and the newer one is back")
final class PluginRollback implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private HostOptions host;

  @Parameters(paramLabel = Completables.ID, description = PluginsCommand.ITS_ID)
  private String id;

  PluginRollback(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    PluginFolder folder = new PluginFolder(host.settings());
    try (ScratchFolder scratch = folder.scratch()) {
      PlannedPlugin plan = folder.plan(folder.replaced(id, scratch), scratch);
      new PluginSummary(plan).print(invocation.err());
      invocation.out().println(folder.put(plan));
    }
    return 0;
  }
}
