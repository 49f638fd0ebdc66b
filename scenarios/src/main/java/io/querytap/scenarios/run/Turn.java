package io.querytap.scenarios.run;

import io.querytap.scenarios.shop.Variation;

/** A scenario in one variation, as the command line writes it: {@code name} or {@code name:VARIATION}. */
public record Turn(LabelledMethod scenario, Variation variation) {

    /** Reads what {@link #toString} writes. */
    public static Turn parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Turn(Catalogue.named(text), Variation.NONE)
                : new Turn(Catalogue.named(text.substring(0, colon)), Variation.valueOf(text.substring(colon + 1)));
    }

    /** The name of its database, which is how its findings are known. */
    public String database() {
        return scenario.database(variation);
    }

    @Override
    public String toString() {
        return variation == Variation.NONE ? scenario.name() : scenario.name() + ':' + variation;
    }
}
