package dev.kiln.host.app;

import dev.kiln.host.engine.Engine;
import dev.kiln.host.model.ModelFile;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.random.DiskRoom;
import dev.kiln.host.remote.Download;
import dev.kiln.host.remote.Fingerprint;
import dev.kiln.host.remote.Hub;
import dev.kiln.host.remote.HubName;
import dev.kiln.host.remote.ModelParts;
import dev.kiln.host.remote.RemoteFile;
import dev.kiln.host.remote.Web;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln pull SOURCE}: brings a model here from another machine. */
@Command(
    name = PullCommand.NAME,
    description = "bring a model here, from the Hugging Face Hub or any address")
final class PullCommand implements Callable<Integer> {
  static final String NAME = "pull";

  private final Invocation invocation;

  @Mixin private HostOptions host;
  @Mixin private final Consent consent;

  @Parameters(
      paramLabel = "SOURCE",
      description = "OWNER/NAME[@REVISION][/FILE] on the Hub, or the address of a file")
  private String source;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "a folder below that of the models, such as lora (that of the models itself)")
  private @Nullable Path into;

  @Option(
      names = "--sha256",
      paramLabel = "HEX",
      description = "what the file at an address must have; the Hub says it itself")
  private @Nullable String sha256;

  PullCommand(Invocation invocation) {
    this.invocation = invocation;
    this.consent = new Consent(invocation);
  }

  /**
   * What is to come.
   *
   * @param files with their places
   * @param result the file or folder that is the model
   */
  private record Plan(Map<RemoteFile, Path> files, Path result) {}

  @Override
  public Integer call() {
    Web web = RemoteAccess.web(invocation.environment());
    Plan plan = plan(web);
    Map<RemoteFile, Path> missing = missing(plan);
    if (!missing.isEmpty()) {
      ask(web, plan, missing);
      missing.forEach((file, target) -> download(web, file, target));
    }
    tell(plan, missing);
    invocation.out().println(plan.result());
    return 0;
  }

  private Plan plan(Web web) {
    Path folder = folder();
    URI server = RemoteAccess.hub(invocation.environment());
    Optional<HubName> name = HubName.of(source, server);
    if (name.isEmpty()) {
      RemoteFile file = RemoteFile.at(RemoteAccess.address(source), web);
      return single(
          sha256 == null ? file : file.with(Fingerprint.sha256(sha256)), file.name(), folder);
    }
    if (sha256 != null) {
      throw new BadRequest("--sha256 is of a file at an address; the Hub says that of its own");
    }
    List<RemoteFile> files =
        new ModelParts(name.get(), new Hub(server, web).files(name.get())).chosen();
    if (files.size() == 1) {
      return single(files.get(0), ownName(name.get(), files.get(0)), folder);
    }
    Path whole = folder.resolve(name.get().shortName());
    Map<RemoteFile, Path> places = new LinkedHashMap<>();
    files.forEach(file -> places.put(file, whole.resolve(file.name())));
    return new Plan(places, whole);
  }

  private Path folder() {
    Path models = host.models();
    Path folder = into == null ? models : models.resolve(into);
    if (!folder.normalize().startsWith(models.normalize())) {
      throw new BadRequest(
          "--into %s is not below the folder of the models, %s; name one that is, or another with --models"
              .formatted(into, models));
    }
    return folder;
  }

  private static Plan single(RemoteFile file, String name, Path folder) {
    if (!ModelParts.isModel(file)) {
      throw new BadRequest(
          file.name() + " is no .safetensors, .gguf or .onnx file, and Kiln uses no others");
    }
    Path target = folder.resolve(name);
    return new Plan(Map.of(file, target), target);
  }

  /** What all files of diffusers are called says nothing here. */
  private static String ownName(HubName name, RemoteFile file) {
    String last = file.name().substring(file.name().lastIndexOf('/') + 1);
    return last.matches("(?:diffusion_pytorch_model|model|pytorch_lora_weights)\\..*")
        ? name.shortName() + last.substring(last.indexOf('.'))
        : last;
  }

  /** Those that are not here yet. */
  private Map<RemoteFile, Path> missing(Plan plan) {
    Map<RemoteFile, Path> missing = new LinkedHashMap<>(plan.files());
    missing.entrySet().removeIf(it -> isThere(it.getKey(), it.getValue()));
    if (missing.isEmpty()) {
      invocation.err().println("kiln: " + plan.result() + " is there already");
    }
    return missing;
  }

  private static boolean isThere(RemoteFile file, Path target) {
    if (!Files.exists(target)) {
      return false;
    }
    try {
      if (file.fingerprint().isPresent() && file.fingerprint().get().isOf(target)) {
        return true;
      }
    } catch (IOException unreadable) {
      // The same as another file.
    }
    throw new BadRequest(
        target + " is there and may be another file; move it away, or pull with --into");
  }

  private void ask(Web web, Plan plan, Map<RemoteFile, Path> missing) {
    long bytes = 0;
    boolean known = true;
    for (Map.Entry<RemoteFile, Path> it : missing.entrySet()) {
      RemoteFile file = it.getKey();
      known &= file.bytes() >= 0;
      bytes += Math.max(0, file.bytes() - new Download(web, file, it.getValue()).there());
      String hash = file.fingerprint().map(Fingerprint::toString).orElse("no hash to check");
      invocation
          .err()
          .println("kiln: %s, %s, %s".formatted(file.name(), SizeText.bytes(file.bytes()), hash));
    }
    DiskRoom.demand(plan.result(), bytes);
    String much = known ? SizeText.bytes(bytes) : "an unknown size";
    String from = missing.keySet().iterator().next().address().getAuthority();
    consent.demand("pull %s from %s into %s?".formatted(much, from, plan.result()));
  }

  private void download(Web web, RemoteFile file, Path target) {
    try (TransferBar bar = new TransferBar(invocation.err(), file.name(), file.bytes())) {
      new Download(web, file, target).run(bar);
    }
  }

  /**
   * What it is.
   *
   * @param pulled now
   * @throws BadRequest when it cannot be used; what is a model stays, so that nobody pulls
   *     gigabytes again
   */
  private void tell(Plan plan, Map<RemoteFile, Path> pulled) {
    for (ModelFile file : Engine.models(host.settings()).files()) {
      if (file.path().equals(plan.result())) {
        if (!file.problem().isEmpty()) {
          boolean kept = file.kind() != ModelKind.OTHER || !pulled.containsValue(file.path());
          throw new BadRequest(
              (kept ? "%s is there and cannot be used: %s" : "%s was no model and is deleted: %s")
                  .formatted(kept ? plan.result() : deleted(file.path()), file.problem()));
        }
        invocation
            .err()
            .println("kiln: %s is a %s%s".formatted(file.name(), file.kind().label(), use(file)));
      }
    }
  }

  private static Path deleted(Path file) {
    try {
      Files.delete(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String use(ModelFile file) {
    return file.kind() == ModelKind.CHECKPOINT ? "; draw with it by --model" : "";
  }
}
