package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.UnattendedRecoveries;
import org.springframework.stereotype.Component;

@Component
class UnattendedRows implements UnattendedRecoveries {

    private final RecoveryRows rows;

    UnattendedRows(RecoveryRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean include(String recovery) {
        return rows.find(recovery)
                .filter(row -> row.mode() == Mode.REHEARSAL && row.unattended())
                .isPresent();
    }
}
