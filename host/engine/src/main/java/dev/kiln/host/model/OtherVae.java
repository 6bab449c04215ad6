package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A model with the autoencoder of another file. */
record OtherVae(ModelSource model, SingleFile vae) implements ModelSource {
  private ModelSource owner(NetworkKind network) {
    return network == NetworkKind.VAE_DECODER || network == NetworkKind.VAE_ENCODER ? vae : model;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public Optional<String> otherVae() {
    return Optional.of(vae.path().getFileName().toString());
  }

  @Override
  public Path path() {
    return model.path();
  }

  @Override
  public Graph graph(NetworkKind network) {
    return owner(network).graph(network);
  }

  @Override
  public List<Path> files(NetworkKind network) {
    return owner(network).files(network);
  }

  /** One VAE is about as large as another. */
  @Override
  public long weightBytes() {
    return model.weightBytes();
  }

  @Override
  public JsonNode config(NetworkKind network) {
    return owner(network).config(network);
  }

  @Override
  public JsonNode scheduler() {
    return model.scheduler();
  }

  @Override
  public JsonNode pictureScheduler() {
    return model.pictureScheduler();
  }

  @Override
  public int nativeSize() {
    return model.nativeSize();
  }

  @Override
  public ClipTokenizer tokenizer() {
    return model.tokenizer();
  }
}
