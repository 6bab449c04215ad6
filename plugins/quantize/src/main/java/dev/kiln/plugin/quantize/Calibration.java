package dev.kiln.plugin.quantize;

import java.util.Optional;

/**
 * What a request knows of its model; kept from its prompts to its steps.
 *
 * @param model its hash
 * @param ranges as an earlier request measured them; without them, this one does
 */
record Calibration(String model, Optional<Ranges> ranges) {}
