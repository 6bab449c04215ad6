package dev.kiln.host.infotext;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.InfotextParameters;
import dev.kiln.host.image.PictureText;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.Operators;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads infotexts as requests: Kiln's own, webUI's, and those that others write in webUI's form.
 * What is not understood, or has no effect here, is named. Safe from any thread.
 */
public final class InfotextReading {
  /** They tell who drew the picture, or in other words what another key tells. */
  private static final List<String> NO_SETTINGS = List.of("Version", "User", "Hashes");

  /** Read with the keys that they go with. */
  private static final Set<RequestField<?>> BY_THEMSELVES =
      Set.of(
          RequestFields.MODEL,
          RequestFields.VAE,
          RequestFields.SAMPLER,
          RequestFields.SCHEDULER,
          RequestFields.OPERATORS);

  private final ModelCatalog models;
  private final PluginRuntime plugins;

  public InfotextReading(ModelCatalog models, PluginRuntime plugins) {
    this.models = models;
    this.plugins = plugins;
  }

  /** What a text asks for. */
  public Filling read(String text) {
    return read(text, field -> true);
  }

  /**
   * What a text asks for.
   *
   * @param wanted whether a field is; others are left out without a word
   * @throws BadRequest when the text is too long
   */
  public Filling read(String text, Predicate<RequestField<?>> wanted) {
    PictureText.demandShort("the infotext", text);
    Infotext infotext = Infotext.parse(text);
    KeyReader keys = new KeyReader(InfotextParameters.split(infotext), wanted);
    keys.put(RequestFields.PROMPT, infotext.prompt());
    keys.put(RequestFields.NEGATIVE_PROMPT, infotext.negativePrompt());
    boolean kilns = keys.value("Version").startsWith("Kiln ");
    new RecalledModel(models, keys).read(kilns);
    new RecalledSampler(plugins.services().samplers(), keys).read();
    RequestFields.TXT2IMG.stream()
        .filter(field -> !BY_THEMSELVES.contains(field) && !field.infotext().key().isEmpty())
        .forEach(field -> keys.read(field, field.infotext().key()));
    keys.read(NoiseFields.ETA, "Eta DDIM");
    RecalledPicture picture = new RecalledPicture(keys);
    if (picture.present()) {
      picture.read();
    }
    readNoise(keys);
    readOperators(keys);
    keys.plugins(left -> plugins.services().fromInfotext(left, keys::warn));
    NO_SETTINGS.forEach(keys::take);
    return keys.filling();
  }

  /** webUI's noise of a GPU is that of Kiln. */
  private static void readNoise(KeyReader keys) {
    String source = keys.take("RNG");
    if (!Stream.of("", "NV", "GPU").toList().contains(source)) {
      keys.warn(
          "the picture's noise came from %s and Kiln has only NV, so another picture is drawn"
              .formatted(source));
    }
  }

  private void readOperators(KeyReader keys) {
    if (!keys.value("Operators").isEmpty()) {
      Operators operators = Operators.of(keys.value("Operators"));
      keys.read(RequestFields.OPERATORS, "Operators");
      operators
          .options()
          .forEach(
              (plugin, options) -> {
                try {
                  plugins.check(GenerationRequest.of("").plugin(plugin, options).build());
                  keys.option(plugin, options);
                } catch (BadRequest e) {
                  keys.warn("in the infotext's Operators, " + e.getMessage());
                }
              });
    }
  }
}
