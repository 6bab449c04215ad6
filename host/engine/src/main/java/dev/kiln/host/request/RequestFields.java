package dev.kiln.host.request;

import static dev.kiln.host.request.FieldType.BOOLEAN;
import static dev.kiln.host.request.FieldType.INTEGER;
import static dev.kiln.host.request.FieldType.INTEGER_OR_NONE;
import static dev.kiln.host.request.FieldType.LONG;
import static dev.kiln.host.request.FieldType.NUMBER;
import static dev.kiln.host.request.FieldType.TEXT;
import static dev.kiln.host.request.FieldType.TEXTS;
import static dev.kiln.host.request.RequestField.Written.ALWAYS;
import static dev.kiln.host.request.RequestField.Written.AS_SETTLED;
import static dev.kiln.host.request.RequestField.Written.WHEN_CHANGED;
import static dev.kiln.host.request.RequestField.of;

import dev.kiln.host.prompt.EmphasisMode;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of a request. The command line, {@code /kiln/v1}, {@code /sdapi/v1}, the check, the
 * infotext and the API description all read this table, so a new field is a line here and the code
 * that uses its value. A field without a webUI name is handled differently by webUI, or is missing
 * there.
 */
public final class RequestFields {
  private static final Bounds SEEDS = Bounds.of(0, Long.MAX_VALUE).or(-1, "for a random one");
  private static final Bounds SIDES = Bounds.of(16, 8192).multiplesOf(8).or(0, "");
  private static final Bounds RESIZED = Bounds.of(0, 8192);

  public static final RequestField<String> PROMPT = of("prompt", TEXT, "", "what to draw");

  public static final RequestField<String> NEGATIVE_PROMPT =
      of("negative_prompt", TEXT, "", "what not to draw").flag("TEXT", "-n", "--negative");

  /** In place of one prompt for all. As many as there are pictures, or none. */
  public static final RequestField<List<String>> PROMPTS =
      of("prompts", TEXTS, List.of(), "what to draw in each picture");

  /** As many as there are pictures, or none. */
  public static final RequestField<List<String>> NEGATIVE_PROMPTS =
      of("negative_prompts", TEXTS, List.of(), "what not to draw in each picture");

  /** The infotext has them as they were written. */
  public static final RequestField<Boolean> DISABLE_EXTRA_NETWORKS =
      of("disable_extra_networks", BOOLEAN, false, "leave tags such as <lora:name:1> unused")
          .flag("", "--disable-extra-networks")
          .infotext("Disable extra networks", WHEN_CHANGED)
          .webui("disable_extra_networks");

  public static final RequestField<String> MODEL =
      of("model", TEXT, "", "name, hash, file or folder of a model")
          .flag("MODEL", "--model")
          .infotext("Model", AS_SETTLED);

  /** Empty for the one that lies beside the model. */
  public static final RequestField<String> VAE =
      of("vae", TEXT, "", "name or file of a separate VAE; None for the model's own")
          .flag("VAE", "--vae")
          .infotext("VAE", AS_SETTLED);

  /** For single files that do not say it; folders have a scheduler_config.json for it. */
  public static final RequestField<PredictionChoice> PREDICTION =
      of(
              "prediction",
              FieldType.choice(PredictionChoice.class, PredictionChoice::label),
              PredictionChoice.AUTOMATIC,
              "what the model predicts: epsilon or v; automatic for what its files say")
          .flag("NAME", "--prediction")
          .infotext("Prediction", WHEN_CHANGED);

  /** Image i of a request has seed + i. */
  public static final RequestField<Long> SEED =
      of("seed", LONG, -1L, "64 bits from 0 on, -1 for a random one")
          .within(SEEDS)
          .flag("S", "--seed")
          .infotext("Seed", AS_SETTLED)
          .webui("seed");

  public static final RequestField<Long> SUBSEED =
      of("subseed", LONG, -1L, "seed of the variation, -1 for a random one")
          .called("variation seed")
          .within(SEEDS)
          .flag("S", "--subseed")
          .infotext("Variation seed", AS_SETTLED)
          .webui("subseed");

  /** How far the first noise is turned towards the variation seed's. */
  public static final RequestField<Double> SUBSEED_STRENGTH =
      of("subseed_strength", NUMBER, 0.0, "how far to go towards the variation")
          .called("variation strength")
          .within(Bounds.of(0, 1))
          .flag("0..1", "--subseed-strength")
          .infotext("Variation seed strength", WHEN_CHANGED)
          .webui("subseed_strength");

  /** The first noise is that of a picture of this size, around which other noise is put. */
  public static final RequestField<Integer> SEED_RESIZE_WIDTH =
      of("seed_resize_width", INTEGER_OR_NONE, 0, "width that the seed was found at, or 0")
          .called("seed resize width")
          .within(RESIZED)
          .flag("N", "--seed-resize-width")
          .infotext("Seed resize from-1", AS_SETTLED)
          .webui("seed_resize_from_w");

  public static final RequestField<Integer> SEED_RESIZE_HEIGHT =
      of("seed_resize_height", INTEGER_OR_NONE, 0, "height that the seed was found at, or 0")
          .called("seed resize height")
          .within(RESIZED)
          .flag("N", "--seed-resize-height")
          .infotext("Seed resize from-2", AS_SETTLED)
          .webui("seed_resize_from_h");

  /** With or without a schedule behind it. */
  public static final RequestField<String> SAMPLER =
      of("sampler", TEXT, "DPM++ 2M", "name or alias, in any case")
          .flag("NAME", "--sampler")
          .infotext("Sampler", ALWAYS);

  public static final RequestField<String> SCHEDULER =
      of("scheduler", TEXT, "automatic", "noise schedule")
          .flag("NAME", "--scheduler")
          .infotext("Schedule type", AS_SETTLED);

  public static final RequestField<Integer> STEPS =
      of("steps", INTEGER, 20, "sampling steps")
          .within(Bounds.of(1, 1000))
          .flag("N", "--steps")
          .infotext("Steps", ALWAYS)
          .webui("steps");

  public static final RequestField<Double> CFG_SCALE =
      of("cfg_scale", NUMBER, 7.0, "guidance scale")
          .called("cfg scale")
          .within(Bounds.of(-100, 100))
          .flag("SCALE", "--cfg")
          .infotext("CFG scale", ALWAYS)
          .webui("cfg_scale");

  public static final RequestField<Integer> WIDTH =
      of("width", INTEGER, 0, "in pixels, 0 for the model's own")
          .within(SIDES)
          .infotext("Size-1", AS_SETTLED)
          .webui("width");

  public static final RequestField<Integer> HEIGHT =
      of("height", INTEGER, 0, "in pixels, 0 for the model's own")
          .within(SIDES)
          .infotext("Size-2", AS_SETTLED)
          .webui("height");

  public static final RequestField<Integer> BATCH_SIZE =
      of("batch_size", INTEGER, 1, "pictures at once")
          .called("batch size")
          .within(Bounds.of(1, 64))
          .flag("N", "--batch")
          .webui("batch_size");

  public static final RequestField<Integer> BATCH_COUNT =
      of("batch_count", INTEGER, 1, "batches one after the other")
          .called("batch count")
          .within(Bounds.of(1, 1000))
          .flag("N", "--count")
          .webui("n_iter");

  public static final RequestField<Integer> CLIP_SKIP =
      of("clip_skip", INTEGER, 1, "leave out the text encoder's last N-1 layers")
          .called("clip skip")
          .within(Bounds.of(1, 48))
          .flag("N", "--clip-skip")
          .infotext("Clip skip", WHEN_CHANGED)
          .webuiOption("CLIP_stop_at_last_layers");

  public static final RequestField<EmphasisMode> EMPHASIS =
      of(
              "emphasis",
              FieldType.choice(EmphasisMode.class, EmphasisMode::label),
              EmphasisMode.ORIGINAL,
              "what becomes of (words:1.2)")
          .flag("MODE", "--emphasis")
          .infotext("Emphasis", WHEN_CHANGED)
          .webuiOption("emphasis");

  public static final RequestField<Boolean> PAD_CONDITIONS =
      of("pad_conditions", BOOLEAN, false, "pad prompts of unequal length to run as one batch")
          .flag("", "--pad-conditions")
          .infotext("Pad conds", WHEN_CHANGED)
          .webuiOption("pad_cond_uncond");

  /** Empty for the highest rank. */
  public static final RequestField<String> GUIDANCE =
      of("guidance", TEXT, "", "how predictions are combined")
          .flag("NAME", "--guidance")
          .infotext("Guidance", WHEN_CHANGED);

  /** Empty or "automatic" to let Kiln choose, "none" for the network as it is. */
  public static final RequestField<String> ATTENTION =
      of("attention", TEXT, "", "how attention is computed: an optimizer's name, none or automatic")
          .flag("NAME", "--attention");

  /**
   * What a picture's infotext tells of them. Without an optimizer that is named, attention is
   * computed as it was then; where the operators are others nevertheless, the result warns.
   */
  public static final RequestField<String> OPERATORS =
      of("operators", TEXT, "", "the operators that a picture was drawn with, to draw it again")
          .infotext("Operators", AS_SETTLED);

  /** Those of a picture from text, in the order in which JSON lists them. */
  public static final List<RequestField<?>> TXT2IMG =
      Stream.concat(
              Stream.of(
                  PROMPT,
                  NEGATIVE_PROMPT,
                  PROMPTS,
                  NEGATIVE_PROMPTS,
                  DISABLE_EXTRA_NETWORKS,
                  MODEL,
                  VAE,
                  PREDICTION,
                  SEED,
                  SUBSEED,
                  SUBSEED_STRENGTH,
                  SEED_RESIZE_HEIGHT,
                  SEED_RESIZE_WIDTH,
                  SAMPLER,
                  SCHEDULER,
                  STEPS,
                  CFG_SCALE,
                  WIDTH,
                  HEIGHT,
                  BATCH_SIZE,
                  BATCH_COUNT,
                  CLIP_SKIP,
                  EMPHASIS,
                  PAD_CONDITIONS,
                  GUIDANCE,
                  ATTENTION,
                  OPERATORS),
              NoiseFields.ALL.stream())
          .<RequestField<?>>map(field -> field)
          .toList();

  /** All there are; those of a picture that begins with another one are the last. */
  public static final List<RequestField<?>> ALL =
      Stream.concat(TXT2IMG.stream(), ImageFields.ALL.stream())
          .<RequestField<?>>map(field -> field)
          .toList();

  private RequestFields() {}
}
