package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.rotation.ClusterKeys.Place;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Flux has the new key beside the old one, before it has to use it. */
@Component
class AddAgeKey extends Step {

    private final Keyring keyring;

    AddAgeKey(Keyring keyring) {
        this.keyring = keyring;
    }

    @Override
    public Check check(Run run) {
        List<Place> places = keys(run).places();
        if (places.isEmpty()) {
            return Check.met("no Secret of Flux has the key that leaked: Flux decrypts with another one, which stays");
        }
        String missing = places.stream()
                .filter(place -> !place.hasFresh())
                .map(Place::label)
                .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Check.met("the new age key is in "
                        + places.stream().map(Place::label).collect(Collectors.joining(", ")))
                : Check.notYet("the new age key is not in " + missing + " yet");
    }

    @Override
    public void perform(Run run) {
        ClusterKeys keys = keys(run);
        keys.places().stream().filter(place -> !place.hasFresh()).forEach(keys::add);
    }

    private ClusterKeys keys(Run run) {
        var keys = new RotationKeys(keyring, run.recovery());
        return new ClusterKeys(
                run.cluster().kubernetes(), keys.read(RotationKeys.LEAKED), keys.identity(RotationKeys.NEW));
    }
}
