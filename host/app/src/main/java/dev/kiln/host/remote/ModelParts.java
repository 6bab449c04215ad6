package dev.kiln.host.remote;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses, of the files of a repository, those that Kiln draws with. */
public record ModelParts(HubName name, List<RemoteFile> all) {
  private static final Set<String> NETWORKS = Set.of("text_encoder", "unet", "vae");
  private static final Set<String> EXPORTED =
      Set.of("text_encoder", "unet", "vae_decoder", "vae_encoder");
  private static final Set<String> SETTINGS = Set.of("tokenizer", "scheduler", "low_res_scheduler");

  /** Of Stable Diffusion XL and later models. */
  private static final Set<String> FOREIGN = Set.of("text_encoder_2", "transformer", "prior");

  private static final String WEIGHTS = "(?:diffusion_pytorch_model|model)";
  private static final String SHARD = "(?:-\\d+-of-\\d+)?";
  private static final Pattern WHOLE =
      Pattern.compile(WEIGHTS + SHARD + "\\.safetensors(?:\\.index\\.json)?");
  private static final Pattern HALF =
      Pattern.compile(
          WEIGHTS
              + "(?:\\.fp16"
              + SHARD
              + "\\.safetensors(?:\\.index\\.json)?|\\.safetensors\\.index\\.fp16\\.json)");
  private static final Pattern ONNX = Pattern.compile("model\\.onnx(?:_data)?|weights\\.pb");
  private static final Pattern TEXT = Pattern.compile("[^/]+\\.(?:json|txt)");

  /**
   * One file where the user names one or the repository has one model; else a model in a folder.
   *
   * @throws BadRequest when there is nothing to choose, or too much
   */
  public List<RemoteFile> chosen() {
    if (!name.file().isEmpty()) {
      return List.of(named());
    }
    if (all.stream().anyMatch(file -> FOREIGN.contains(folder(file)))) {
      throw new BadRequest(
          name
              + " is a model of a kind that Kiln does not draw with; choose one of Stable Diffusion 1 or 2");
    }
    if (has("unet/config.json")) {
      return folders();
    }
    List<RemoteFile> pair =
        files(
            file ->
                Set.of("config.json", "diffusion_pytorch_model.safetensors").contains(file.name()));
    return pair.size() == 2 ? pair : List.of(only());
  }

  private RemoteFile named() {
    return all.stream()
        .filter(file -> file.name().equals(name.file()))
        .findFirst()
        .orElseThrow(
            () -> new BadRequest("%s has no such file; it has: %s".formatted(name, models())));
  }

  private RemoteFile only() {
    List<RemoteFile> models = files(ModelParts::isModel);
    if (models.size() == 1) {
      return models.get(0);
    }
    throw new BadRequest(
        models.isEmpty()
            ? name
                + " has no .safetensors, .gguf or .onnx file, and no folders of diffusers with them"
            : "%s has several models; name one behind it: %s".formatted(name, models()));
  }

  /** By its ending. */
  public static boolean isModel(RemoteFile file) {
    return file.name().matches("(?i).*\\.(safetensors|gguf|onnx)");
  }

  private String models() {
    String listed =
        String.join(
            ", ", files(ModelParts::isModel).stream().map(RemoteFile::name).limit(20).toList());
    return listed.isEmpty() ? "none" : listed;
  }

  private List<RemoteFile> folders() {
    boolean exported = has("unet/model.onnx") && files(file -> isIn(file, "unet", WHOLE)).isEmpty();
    List<RemoteFile> chosen =
        new ArrayList<>(files(file -> file.name().equals("model_index.json")));
    chosen.addAll(files(file -> SETTINGS.contains(folder(file)) && isIn(file, folder(file), TEXT)));
    for (String network : (exported ? EXPORTED : NETWORKS).stream().sorted().toList()) {
      chosen.addAll(files(file -> file.name().equals(network + "/config.json")));
      chosen.addAll(exported ? files(file -> isIn(file, network, ONNX)) : weights(network));
    }
    return chosen;
  }

  /** Whole numbers where there are some, else halves. */
  private List<RemoteFile> weights(String network) {
    return Stream.of(WHOLE, HALF)
        .map(form -> files(file -> isIn(file, network, form)))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequest(
                    "%s has no .safetensors in its folder %s, and Kiln reads no pickles; choose another"
                        .formatted(name, network)));
  }

  private boolean has(String path) {
    return all.stream().anyMatch(file -> file.name().equals(path));
  }

  private List<RemoteFile> files(Predicate<RemoteFile> wanted) {
    return all.stream().filter(wanted).toList();
  }

  private static String folder(RemoteFile file) {
    int slash = file.name().indexOf('/');
    return slash < 0 ? "" : file.name().substring(0, slash);
  }

  private static boolean isIn(RemoteFile file, String folder, Pattern form) {
    return file.name().startsWith(folder + "/")
        && form.matcher(file.name().substring(folder.length() + 1)).matches();
  }
}
