package dev.kiln.host.testing;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.wide.WideWeights;
import java.nio.file.Path;

/** The models of a catalog, for tests. */
public final class TestingStore {
  private TestingStore() {}

  /**
   * A store that keeps one model, and copies of narrow weights in a folder of the test where the
   * model's own cannot be written.
   */
  public static ModelStore of(ModelCatalog catalog, ModelHashes hashes, Path temp) {
    return of(catalog, hashes, temp, ModelStore.Limits.ONE);
  }

  public static ModelStore of(
      ModelCatalog catalog, ModelHashes hashes, Path temp, ModelStore.Limits limits) {
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    return new ModelStore(
        new SessionOpener(OrtRuntime.open(), wide, 1L << 30), catalog, hashes, limits);
  }
}
