package dev.kiln.host.weights.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Reads a {@code .safetensors.index.json}, which says in which of several files a tensor is. */
public final class ShardIndex {
  /** An index has a line a tensor; the largest are below a megabyte. */
  private static final long LARGEST = 50_000_000;

  private ShardIndex() {}

  /** The tensors of all its files. */
  public static Map<String, StoredTensor> read(Path index) {
    Map<String, Safetensors> shards = new TreeMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    JsonNode map = weightMap(index);
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String name = entry.getKey();
      String shard = entry.getValue().asText();
      Safetensors file = shards.computeIfAbsent(shard, one -> open(index, one));
      StoredTensor tensor = file.tensors().get(name);
      if (tensor == null) {
        throw new BadRequest(
            index
                + " says that "
                + Quoted.of(shard)
                + " holds "
                + Quoted.of(name)
                + ", which it does not; copy the index and its files again");
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  private static JsonNode weightMap(Path index) {
    try {
      if (Files.size(index) > LARGEST) {
        throw new BadRequest(index + " is too large for an index of files; copy it again");
      }
      JsonNode map =
          JsonMapper.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build()
              .readTree(index.toFile())
              .path("weight_map");
      if (!map.isObject() || map.isEmpty()) {
        throw new BadRequest(index + " has no weight_map; copy it again");
      }
      return map;
    } catch (JsonProcessingException e) {
      throw new BadRequest(index + " is not valid JSON; copy it again", e);
    } catch (IOException e) {
      throw new BadRequest(index + " cannot be read: " + DiskReason.of(e), e);
    }
  }

  /** A shard lies beside the index; a name that leads elsewhere is refused. */
  private static Safetensors open(Path index, String shard) {
    if (!shard.matches("[\\w.-]+\\.safetensors")) {
      throw new BadRequest(
          index
              + " names the file "
              + Quoted.of(shard)
              + ", where only .safetensors files in its own folder can be; copy it again");
    }
    Path file = index.resolveSibling(shard);
    if (!Files.isRegularFile(file)) {
      throw new BadRequest(
          index + " needs the file " + shard + " beside it, which is missing; copy it there");
    }
    return Safetensors.read(file);
  }
}
