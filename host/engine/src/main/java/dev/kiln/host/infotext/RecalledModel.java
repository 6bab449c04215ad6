package dev.kiln.host.infotext;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelCatalog.Entry;
import dev.kiln.host.model.ModelFile;
import dev.kiln.host.model.ModelKind;
import dev.kiln.host.request.RequestFields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The model and the VAE of an infotext, as they are here. Only names and hashes of the models
 * folder are looked up: a text comes from anywhere and may not name a file.
 */
final class RecalledModel {
  private static final String OWN = "None";

  private final ModelCatalog models;
  private final KeyReader keys;

  RecalledModel(ModelCatalog models, KeyReader keys) {
    this.models = models;
    this.keys = keys;
  }

  /**
   * @param kilns whether the text is Kiln's, which names a VAE wherever it was not the model's own
   */
  void read(boolean kilns) {
    String name = keys.take("Model");
    String hash = keys.take("Model hash").toLowerCase(Locale.ROOT);
    if (keys.wants(RequestFields.MODEL) && !(name + hash).isEmpty()) {
      model(name, hash);
    }
    String vae = keys.take("VAE");
    String vaeHash = keys.take("VAE hash").toLowerCase(Locale.ROOT);
    if (keys.wants(RequestFields.VAE) && !vae.isEmpty() && !vae.equalsIgnoreCase(OWN)) {
      vae(vae, vaeHash);
    } else if (kilns) {
      keys.put(RequestFields.VAE, OWN);
    }
  }

  /** One of the same content under whatever name; else the one of the same name. */
  private void model(String name, String hash) {
    List<Entry> all = models.list();
    Optional<Entry> same =
        all.stream()
            .filter(entry -> isContent(entry, hash))
            .filter(entry -> isCalled(entry, name))
            .findFirst()
            .or(() -> all.stream().filter(entry -> isContent(entry, hash)).findFirst());
    Optional<Entry> called = all.stream().filter(entry -> isCalled(entry, name)).findFirst();
    Optional<Entry> found = same.or(() -> called);
    found.ifPresent(entry -> keys.put(RequestFields.MODEL, entry.name()));
    if (found.isEmpty()) {
      keys.warn(
          "the picture's model %s is not here; another one draws another picture"
              .formatted(title(name, hash)));
    } else if (same.isEmpty() && !hash.isEmpty() && !found.get().sha256().isEmpty()) {
      keys.warn(
          "the picture's model was %s and the one of this name is %s, so another picture is drawn"
              .formatted(title(name, hash), found.get().title()));
    }
  }

  private static String title(String name, String hash) {
    return (name + (hash.isEmpty() ? "" : " [" + hash + "]")).strip();
  }

  private static boolean isContent(Entry entry, String hash) {
    return hash.length() >= 8 && entry.sha256().startsWith(hash);
  }

  private static boolean isCalled(Entry entry, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String there = entry.name().toLowerCase(Locale.ROOT);
    return !lower.isEmpty() && (there.equals(lower) || there.endsWith("/" + lower));
  }

  private void vae(String name, String hash) {
    String plain = name.replaceFirst("(?i)\\.(safetensors|ckpt|pt)$", "").toLowerCase(Locale.ROOT);
    Optional<ModelFile> found =
        models.files().stream()
            .filter(file -> file.kind() == ModelKind.VAE)
            .filter(file -> isCalled(file, plain))
            .findFirst();
    found.ifPresent(file -> keys.put(RequestFields.VAE, file.name()));
    String here = found.filter(models::knowsHash).map(models::hash).orElse(hash);
    if (found.isEmpty() || !here.startsWith(hash)) {
      keys.warn(
          "the picture's VAE %s is %s; colors and details may differ"
              .formatted(title(name, hash), found.isEmpty() ? "not here" : "another file here"));
    }
  }

  private static boolean isCalled(ModelFile file, String lower) {
    String there = file.name().toLowerCase(Locale.ROOT);
    return there.equals(lower) || there.endsWith("/" + lower);
  }
}
