package dev.kiln.host.model;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the models that were used last in memory, bounded in number and in bytes. Whoever uses a
 * model holds a lease; a model that others have displaced is closed when its last lease is. Safe
 * from any thread.
 */
public final class ModelStore implements AutoCloseable {
  private final SessionOpener opener;
  private final ModelCatalog catalog;
  private final ModelHashes hashes;
  private final Limits limits;
  private final ResidentNetworks networks;

  /** By what they are made of, the one that was used last at the end. */
  private final Map<String, Resident> residents = new LinkedHashMap<>();

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
    this.limits = limits;
    this.networks = new ResidentNetworks(opener, limits.networkBytes);
  }

  /** Networks that are no model's. */
  public ResidentNetworks networks() {
    return networks;
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
    String key = SourceStamp.of(source);
    synchronized (this) {
      Resident resident = residents.remove(key);
      if (resident == null) {
        resident = new Resident(new Model(opener, source, hashes), source.weightBytes());
      }
      residents.put(key, resident);
      resident.users++;
      displace();
      return new Lease(resident);
    }
  }

  /** Use a model with the VAE that goes with it. */
  public Lease use(String wanted) {
    return use(wanted, "");
  }

  /** How many models are in memory. */
  public synchronized int size() {
    return residents.size();
  }

  /** The oldest go until the rest is within the limits; the newest stays in any case. */
  private void displace() {
    long bytes = residents.values().stream().mapToLong(resident -> resident.bytes).sum();
    var oldest = residents.values().iterator();
    while (residents.size() > 1 && (residents.size() > limits.models || bytes > limits.bytes)) {
      Resident gone = oldest.next();
      oldest.remove();
      bytes -= gone.bytes;
      release(gone);
    }
  }

  private synchronized void release(@Nullable Resident resident) {
    if (resident != null && --resident.users == 0) {
      resident.model.close();
    }
  }

  @Override
  public synchronized void close() {
    residents.values().forEach(this::release);
    residents.clear();
    networks.close();
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
    private final long bytes;
    private int users = 1;

    private Resident(Model model, long bytes) {
      this.model = model;
      this.bytes = bytes;
    }
  }
}
