package dev.kiln.host.model;

import dev.kiln.host.onnx.OrtRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the model that was used last in memory. Whoever uses a model holds a lease; a model that
 * another one has displaced is closed when its last lease is. Safe from any thread.
 */
public final class ModelStore implements AutoCloseable {
  private final OrtRuntime runtime;
  private final ModelCatalog catalog;
  private final ModelHashes hashes;
  private @Nullable Resident current;

  public ModelStore(OrtRuntime runtime, ModelCatalog catalog, ModelHashes hashes) {
    this.runtime = runtime;
    this.catalog = catalog;
    this.hashes = hashes;
  }

  public ModelCatalog catalog() {
    return catalog;
  }

  /**
   * Use a model.
   *
   * @param wanted name, hash or path; empty for the default model
   */
  public synchronized Lease use(String wanted) {
    ModelFolder folder = catalog.choose(wanted);
    if (current == null || !current.model.folder().equals(folder)) {
      release(current);
      current = new Resident(new Model(runtime, folder, hashes));
    }
    current.users++;
    return new Lease(current);
  }

  private synchronized void release(@Nullable Resident resident) {
    if (resident != null && --resident.users == 0) {
      resident.model.close();
    }
  }

  @Override
  public synchronized void close() {
    release(current);
    current = null;
  }

  /** The right to use a model until it is closed. */
  public final class Lease implements AutoCloseable {
    private @Nullable Resident resident;

    private Lease(Resident resident) {
      this.resident = resident;
    }

    public Model model() {
      if (resident == null) {
        throw new IllegalStateException("this lease is closed");
      }
      return resident.model;
    }

    @Override
    public void close() {
      release(resident);
      resident = null;
    }
  }

  /** A model and how many hold it, the store itself included. */
  private static final class Resident {
    private final Model model;
    private int users = 1;

    private Resident(Model model) {
      this.model = model;
    }
  }
}
