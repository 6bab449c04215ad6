package dev.kiln.host.app;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.NativeLibrary;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.HookSource;
import java.nio.file.Path;

/** How the host is put together: reads top to bottom as the order of the start. */
final class Wiring implements AutoCloseable {
  private final ModelStore models;
  private final GenerationPipeline pipeline;

  private Wiring(HostOptions options) {
    NativeLibrary.unpack(options.home());
    ModelHashes hashes = hashes(options.home());
    models = new ModelStore(OrtRuntime.open(), new ModelCatalog(options.models(), hashes), hashes);
    pipeline = new GenerationPipeline(models, HookSource.NONE);
  }

  static Wiring commandLine(HostOptions options) {
    return new Wiring(options);
  }

  /** The models alone: enough to list them. */
  static ModelCatalog catalog(HostOptions options) {
    return new ModelCatalog(options.models(), hashes(options.home()));
  }

  private static ModelHashes hashes(Path home) {
    return new ModelHashes(home.resolve("hashes.json"));
  }

  GenerationPipeline pipeline() {
    return pipeline;
  }

  @Override
  public void close() {
    models.close();
  }
}
