package dev.kiln.host.app;

import dev.kiln.host.ScratchFolder;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.remote.Download;
import dev.kiln.host.remote.Fingerprint;
import dev.kiln.host.remote.RemoteFile;
import dev.kiln.host.remote.Web;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code kiln plugins install FILE|URL} and {@code update}: show what a jar is and would change,
 * ask, and put it into the folder.
 */
@Command
final class PluginInstallation implements Callable<Integer> {
  /** More than any plugin with its libraries. */
  private static final long MOST_BYTES = 1L << 30;

  private final Invocation invocation;
  private final boolean update;

  @Mixin private HostOptions host;
  @Mixin private final Consent consent;

  @Parameters(paramLabel = "FILE|URL", description = "the jar of the plugin, or its address")
  private String source;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "what the jar must have; else it is only shown")
  private @Nullable String sha256;

  /**
   * @param update whether a jar of the same plugin is replaced; else there may be none
   */
  PluginInstallation(Invocation invocation, boolean update) {
    this.invocation = invocation;
    this.update = update;
    this.consent = new Consent(invocation);
  }

  @Override
  public Integer call() {
    PluginFolder folder = new PluginFolder(host.settings());
    try (ScratchFolder scratch = folder.scratch()) {
      PlannedPlugin plan = folder.plan(fetched(scratch), scratch);
      demandFitting(plan);
      new PluginSummary(plan).print(invocation.err());
      consent.demand((update ? "replace it?" : "install it?"));
      invocation.out().println(folder.put(plan));
    }
    return 0;
  }

  private void demandFitting(PlannedPlugin plan) {
    String id = plan.id();
    if (update && plan.replaced().isEmpty()) {
      throw new BadRequest(
          "there is no plugin '%s' to replace; install it with: kiln plugins install"
              .formatted(id));
    }
    if (!update && plan.replaced().isPresent()) {
      PluginLine there = plan.replaced().get();
      throw new BadRequest(
          "plugin '%s' %s is installed already; replace it with: kiln plugins update"
              .formatted(id, there.version()));
    }
  }

  /** A copy that nobody changes while it is looked at. */
  private Path fetched(ScratchFolder scratch) {
    List<Fingerprint> expected = sha256 == null ? List.of() : List.of(Fingerprint.sha256(sha256));
    if (RemoteAccess.isAddress(source)) {
      return downloaded(scratch, expected);
    }
    Path file = Path.of(source);
    if (!Files.isRegularFile(file)) {
      throw new BadRequest("there is no file " + file + "; name the jar of a plugin");
    }
    try {
      Path copy = Files.copy(file, scratch.resolve(jar(file.getFileName().toString())));
      if (!expected.isEmpty() && !expected.get(0).isOf(copy)) {
        throw new BadRequest(file + " has another content than that of " + expected.get(0));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path downloaded(ScratchFolder scratch, List<Fingerprint> expected) {
    Web web = RemoteAccess.web(invocation.environment());
    RemoteFile file = RemoteFile.at(RemoteAccess.address(source), web);
    if (file.bytes() < 0 || file.bytes() > MOST_BYTES) {
      throw new BadRequest(
          "%s is %s, which no plugin is; download it by hand"
              .formatted(source, SizeText.bytes(file.bytes())));
    }
    Path target = scratch.resolve(jar(file.name()));
    RemoteFile checked = expected.isEmpty() ? file : file.with(expected.get(0));
    try (TransferBar bar = new TransferBar(invocation.err(), file.name(), file.bytes())) {
      new Download(web, checked, target).run(bar);
    }
    return target;
  }

  private static String jar(String name) {
    return name.endsWith(".jar") ? name : name + ".jar";
  }
}
