package dev.kiln.host.model;

import dev.kiln.host.onnx.SessionCache;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.DiffusionModels;

/**
 * Keeps the models that were used last in memory, bounded in number and in bytes. Whoever uses a
 * model holds a lease; a model that others displace is closed when its last lease is. Safe from any
 * thread.
 */
public final class ModelStore implements AutoCloseable {
  private final SessionOpener opener;
  private final ModelCatalog catalog;
  private final ModelHashes hashes;
  private final ResidentNetworks networks;

  /** By what they are made of. */
  private final SessionCache<Model> residents;

  /**
   * How much is kept beside the model that was used last.
   *
   * @param models in all
   * @param bytes of weights, as float32
   * @param networkBytes of networks that are no model's
   */
  public record Limits(int models, long bytes, long networkBytes) {
    public static final Limits ONE = new Limits(1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  public ModelStore(SessionOpener opener, ModelCatalog catalog, ModelHashes hashes, Limits limits) {
    this.opener = opener;
    this.catalog = catalog;
    this.hashes = hashes;
    this.residents =
        new SessionCache<>(limits.bytes, 1, limits.models, model -> model.source().weightBytes());
    this.networks = new ResidentNetworks(opener, limits.networkBytes);
  }

  /** Networks that are no model's. */
  public ResidentNetworks networks() {
    return networks;
  }

  /** Models that plugins run by themselves. */
  public DiffusionModels lent() {
    return new LentModels(opener, networks);
  }

  public ModelCatalog catalog() {
    return catalog;
  }

  /**
   * Use a model.
   *
   * @param wanted name, title, hash or path; empty for the default model
   * @param vae name or path of another VAE; see {@link ModelCatalog#withVae}
   * @throws BadRequest when there is no such model
   */
  public Lease use(String wanted, String vae) {
    ModelSource source = catalog.withVae(catalog.choose(wanted), vae);
    return new Lease(
        residents.use(SourceStamp.of(source), () -> new Model(opener, source, hashes)));
  }

  /** Use a model with the VAE that goes with it. */
  public Lease use(String wanted) {
    return use(wanted, "");
  }

  /** Take all models and networks out of memory that nobody uses now. */
  public void unload() {
    residents.clear();
    networks.unload();
  }

  /** How many models are in memory. */
  public int size() {
    return residents.size();
  }

  @Override
  public void close() {
    residents.close();
    networks.close();
  }

  /** The right to use a model until it is closed. */
  public static final class Lease implements AutoCloseable {
    private final SessionCache.Lease<Model> held;

    private Lease(SessionCache.Lease<Model> held) {
      this.held = held;
    }

    public Model model() {
      return held.value();
    }

    @Override
    public void close() {
      held.close();
    }
  }
}
