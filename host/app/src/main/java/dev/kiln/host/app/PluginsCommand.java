package dev.kiln.host.app;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.engine.AttentionForecast;
import dev.kiln.host.engine.ConvolutionForecast;
import dev.kiln.host.engine.Engine;
import dev.kiln.host.http.PluginsView;
import dev.kiln.host.plugin.JarState;
import dev.kiln.host.plugin.PluginReport;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln plugins}: what runs, in which order, and which conflicts there are. */
@Command(name = "plugins", description = "list plugins; install, update, switch or roll back one")
final class PluginsCommand implements Callable<Integer> {
  static final String ITS_ID = "of the plugin, as kiln plugins lists it";

  private final PrintStream out;

  @Mixin private HostOptions host;

  @Option(names = "--json", description = "print a line of JSON, as /kiln/v1/plugins answers it")
  private boolean json;

  PluginsCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (json) {
      try (PluginRuntime plugins = Engine.plugins(host.settings())) {
        // How attention was computed last; nothing was drawn here.
        PluginsView view = new PluginsView(plugins.report(), plugins.services().options(), "");
        out.println(new JsonCodec().write(view.describe()));
      }
      return 0;
    }
    try (Engine engine = host.engine(new PluginOptionFlags())) {
      print(engine.plugins().report());
      if (!engine.plugins().services().optimizers().isEmpty()) {
        out.println();
        printAttention(engine);
      }
      if (!engine.plugins().services().convolutionOptimizers().isEmpty()) {
        printConvolutions(engine);
      }
    }
    return 0;
  }

  @Command(name = "enable", description = "switch a plugin on, in running hosts too")
  int enable(
      @Mixin HostOptions options,
      @Parameters(paramLabel = Completables.ID, description = ITS_ID) String id) {
    return change(options, plugins -> plugins.enable(id, true));
  }

  @Command(name = "disable", description = "switch a plugin off, in running hosts too")
  int disable(
      @Mixin HostOptions options,
      @Parameters(paramLabel = Completables.ID, description = ITS_ID) String id) {
    return change(options, plugins -> plugins.enable(id, false));
  }

  private void printAttention(Engine engine) {
    Table table = new Table("ATTENTION OF", "OPTIMIZER", "SITES", "WHY");
    try {
      AttentionForecast it = engine.attention();
      table.row(it.model(), it.optimizer(), it.sites(), it.why());
    } catch (BadRequest noModel) {
      table.row("(no model)", "", "", noModel.getMessage());
    } catch (PluginProblem failed) {
      table.row("(failed)", "", "", failed.getMessage());
    }
    engine
        .measured()
        .forEach(
            (of, it) -> table.row(of, it.winner().isEmpty() ? "-" : it.winner(), "", it.reason()));
    table.print(out);
  }

  private void printConvolutions(Engine engine) {
    try {
      ConvolutionForecast forecast = engine.convolutions();
      if (!forecast.lines().isEmpty()) {
        out.println();
        Table table =
            new Table("CONVOLUTIONS OF", "NETWORK", "COUNT", "SHAPE", "OPTIMIZER", "MEMORY", "WHY");
        forecast.lines().forEach(it -> row(table, forecast.model(), it));
        table.print(out);
      }
    } catch (BadRequest | PluginProblem failed) {
      out.println();
      out.println("convolutions: " + failed.getMessage());
    }
  }

  private static void row(Table table, String model, ConvolutionForecast.Line line) {
    boolean taken = !line.optimizer().isEmpty();
    table.row(
        model,
        line.network(),
        String.valueOf(line.count()),
        line.shape(),
        taken ? line.optimizer() : "-",
        taken ? String.format(Locale.ROOT, "%.0f MB", line.bytes() / 1e6) : "",
        line.why());
  }

  private int change(HostOptions options, Consumer<PluginRuntime> change) {
    try (PluginRuntime plugins = Engine.plugins(options.settings())) {
      change.accept(plugins);
      print(plugins.report());
    }
    return 0;
  }

  private void print(PluginReport report) {
    Table plugins = new Table("ID", "VERSION", "STATE", "HOOKS", "REASON");
    report
        .plugins()
        .forEach(
            it ->
                plugins.row(
                    it.id(),
                    it.version(),
                    it.state().name(),
                    String.join(" ", it.hooks()),
                    it.reason().isEmpty() && it.state() == JarState.IDLE
                        ? it.description()
                        : it.reason()));
    plugins.print(out);
    if (!report.hooks().isEmpty()) {
      out.println();
      Table hooks = new Table("HOOK", "ORDER");
      report.hooks().forEach(it -> hooks.row(it.hook(), chain(it.plugins())));
      hooks.print(out);
    }
    if (!report.conflicts().isEmpty()) {
      out.println();
      Table conflicts = new Table("CONFLICT", "KEY", "CLAIMED BY", "WINNER", "WHY");
      report
          .conflicts()
          .forEach(
              it ->
                  conflicts.row(
                      it.point(),
                      it.key(),
                      String.join(", ", it.claimants()),
                      it.winner().isEmpty() ? "(none)" : it.winner(),
                      it.why()));
      conflicts.print(out);
    }
  }

  /** Several extensions of one plugin that follow each other are shown as one. */
  static String chain(List<String> plugins) {
    List<String> shown = new ArrayList<>();
    for (String plugin : plugins) {
      if (shown.isEmpty() || !shown.get(shown.size() - 1).equals(plugin)) {
        shown.add(plugin);
      }
    }
    return String.join(" > ", shown);
  }
}
