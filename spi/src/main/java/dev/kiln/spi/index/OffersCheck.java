package dev.kiln.spi.index;

import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.index.IndexProcessor.WrongUse;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether an extension's {@link Offers} says what its hooks need. */
final class OffersCheck {
  private final @Nullable Offers offers;
  private final Predicate<Class<? extends HookPoint>> has;

  /**
   * @param offers of the class; null for none
   * @param has whether the class implements a hook
   */
  OffersCheck(@Nullable Offers offers, Predicate<Class<? extends HookPoint>> has) {
    this.offers = offers;
    this.has = has;
  }

  /**
   * @throws WrongUse when it says what the class does not need, or not what it needs
   */
  void check() {
    boolean ranked = has.test(GuidanceProvider.class) || has.test(AttentionOptimizer.class);
    boolean named = ranked || has.test(ConvolutionOptimizer.class);
    if (offers == null) {
      if (named) {
        throw new WrongUse("a guidance or an optimizer needs @Offers with its name");
      } else if (has.test(InfotextReader.class)) {
        throw new WrongUse("an infotext reader needs @Offers with its keys");
      }
      return;
    }
    checkOfferer(named);
    boolean blank = Arrays.stream(offers.value()).anyMatch(String::isBlank);
    if (blank || offers.value().length == 0) {
      throw new WrongUse("@Offers needs a name");
    }
    String name = offers.value()[0];
    if (named && (offers.value().length > 1 || !name.matches("[a-z0-9]+(-[a-z0-9]+)*"))) {
      throw new WrongUse(
          "a guidance or an optimizer has one name, lower case, words joined by dashes, found "
              + List.of(offers.value()));
    }
    if (!ranked && offers.rank() != 0) {
      throw new WrongUse("@Offers has a rank, which is for guidances and attention optimizers");
    }
    if (!offers.exact() && (!has.test(AttentionOptimizer.class) || offers.rank() != 0)) {
      throw new WrongUse(
          "@Offers says that it is not exact, which is for attention optimizers without a rank");
    }
    if (offers.flags().length > 0 && !has.test(AttentionOptimizer.class)) {
      throw new WrongUse("@Offers has flags, which prefer an attention optimizer");
    }
    if (has.test(PromptProcessor.class)) {
      checkTags(offers.value());
    } else if (has.test(InfotextReader.class)) {
      checkKeys(offers.value());
    }
  }

  /** That it says the names, the tags or the keys of one hook. */
  private void checkOfferer(boolean named) {
    boolean listed =
        has.test(PromptProcessor.class)
            || has.test(InfotextReader.class)
            || has.test(Upscaler.class);
    if (!named && !listed) {
      throw new WrongUse(
          "@Offers is for guidances, optimizers, upscalers, prompt processors and infotext"
              + " readers; samplers, schedules and preprocessors have an annotation of their own");
    }
    if (has.test(InfotextReader.class) && (named || has.test(PromptProcessor.class))) {
      throw new WrongUse("@Offers says the keys of an infotext reader: give it a class of its own");
    }
  }

  /** What stands between {@code <} and the first colon. */
  private static void checkTags(String... tags) {
    for (String tag : tags) {
      if (!tag.matches("[A-Za-z0-9_-]+")) {
        throw new WrongUse("a prompt's tag is a word like lora, found \"" + tag + "\"");
      }
    }
  }

  private static void checkKeys(String... keys) {
    for (String key : keys) {
      if (!key.matches("\\w[\\w /-]*\\w")) {
        throw new WrongUse(
            "a key of the infotext is words like Lora hashes, found \"" + key + "\"");
      }
    }
  }
}
